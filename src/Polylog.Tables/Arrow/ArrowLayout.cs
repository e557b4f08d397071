using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Polylog.Tables;

/// <summary>
/// Checks that the buffers of an Arrow array hold what its type and length say. The engine reads them without asking, so that a damaged
/// stream would have it read memory that is not part of them.
/// </summary>
/// <param name="fault">Makes the error of a fault.</param>
internal sealed class ArrowLayout(Func<Exception> fault)
{
    private const int ViewBytes = 16, InView = 12;

    // A dictionary comes once for many batches.
    private readonly ConditionalWeakTable<ArrayData, object> _checked = [];

    /// <summary>Checks a column of a batch.</summary>
    /// <param name="data">The column.</param>
    /// <param name="length">Rows of the batch.</param>
    public void Check(ArrayData data, int length)
    {
        // What the engine takes for the length is that of the batch.
        Require(data.Length == length);
        CheckContent(data);
    }

    private void CheckContent(ArrayData data)
    {
        Require(data.Length >= 0 && data.Offset >= 0 && data.NullCount <= data.Length);
        int end = checked(data.Offset + data.Length);
        if (data.DataType.TypeId != ArrowTypeId.Null && data.NullCount > 0)
            Require(data.Buffers.Length > 0 && data.Buffers[0].Length >= Bytes(end, 1));
        switch (data.DataType)
        {
            case NullType:
                break;
            case DictionaryType type:
                Require(data.Buffers[1].Length >= Bytes(end, ((FixedWidthType)type.IndexType).BitWidth));
                CheckIndices(data, (FixedWidthType)type.IndexType, end);
                break;
            case FixedWidthType type:
                Require(data.Buffers[1].Length >= Bytes(end, type.BitWidth));
                break;
            case StringType or BinaryType:
                CheckTexts(data, CheckOffsets<int>(data, end, data.Buffers[2].Length));
                break;
            case LargeStringType or LargeBinaryType:
                CheckTexts(data, CheckOffsets<long>(data, end, data.Buffers[2].Length));
                break;
            case StringViewType or BinaryViewType:
                CheckViews(data, end);
                break;
            case LargeListType:
                CheckOffsets<long>(data, end, data.Children[0].Length);
                CheckContent(data.Children[0]);
                break;
            case ListType or MapType:
                CheckOffsets<int>(data, end, data.Children[0].Length);
                CheckContent(data.Children[0]);
                break;
            case FixedSizeListType type:
                Require(type.ListSize > 0 && data.Children[0].Length >= (long)end * type.ListSize);
                CheckContent(data.Children[0]);
                break;
            case StructType:
                foreach (ArrayData child in data.Children)
                {
                    Require(child.Length >= end);
                    CheckContent(child);
                }
                break;
            default:
                throw fault();
        }
    }

    private void CheckIndices(ArrayData data, FixedWidthType type, int end)
    {
        ArrayData dictionary = data.Dictionary;
        Require(dictionary is not null);
        if (_checked.TryAdd(dictionary, this))
            CheckContent(dictionary);
        ReadOnlySpan<byte> indices = data.Buffers[1].Span, valid = data.Buffers[0].Span;
        bool isSigned = type.TypeId is ArrowTypeId.Int8 or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.Int64;
        for (int i = data.Offset; i < end; i++)
        {
            if (data.NullCount > 0 && (valid[i >> 3] >> (i & 7) & 1) == 0)
                continue;
            long index = type.BitWidth switch
            {
                8 => isSigned ? (sbyte)indices[i] : indices[i],
                16 => isSigned ? At<short>(indices, i) : At<ushort>(indices, i),
                32 => isSigned ? At<int>(indices, i) : At<uint>(indices, i),
                _ => At<long>(indices, i),
            };
            Require(index >= 0 && index < dictionary.Length);
        }
    }

    // Offsets ascend, from 0 or more to what the values have. No rows need no offsets.
    private ReadOnlySpan<T> CheckOffsets<T>(ArrayData data, int end, long values)
        where T : unmanaged, INumber<T>
    {
        if (end == 0)
            return [];
        ReadOnlySpan<T> offsets = MemoryMarshal.Cast<byte, T>(data.Buffers[1].Span);
        Require(offsets.Length > end);
        offsets = offsets[..(end + 1)];
        Require(offsets[0] >= T.Zero && long.CreateChecked(offsets[end]) <= values);
        for (int i = 0; i < end; i++)
            Require(offsets[i] <= offsets[i + 1]);
        return offsets;
    }

    // The engine takes text for UTF-8. Where all of it together is, no offset may lie inside a letter.
    private void CheckTexts<T>(ArrayData data, ReadOnlySpan<T> offsets)
        where T : unmanaged, INumber<T>
    {
        if (offsets.Length == 0 || data.DataType is BinaryType or LargeBinaryType)
            return;
        int first = int.CreateChecked(offsets[0]), last = int.CreateChecked(offsets[^1]);
        ReadOnlySpan<byte> text = data.Buffers[2].Span[first..last];
        Require(Utf8.IsValid(text));
        foreach (T offset in offsets)
        {
            int at = int.CreateTruncating(offset) - first;
            Require(at == text.Length || (text[at] & 0xC0) != 0x80);
        }
    }

    private void CheckViews(ArrayData data, int end)
    {
        ReadOnlySpan<byte> views = data.Buffers[1].Span;
        Require(views.Length >= Bytes(end, 8 * ViewBytes));
        bool isText = data.DataType is StringViewType;
        for (int i = data.Offset; i < end; i++)
        {
            ReadOnlySpan<byte> view = views.Slice(i * ViewBytes, ViewBytes);
            int length = BinaryPrimitives.ReadInt32LittleEndian(view);
            Require(length >= 0);
            ReadOnlySpan<byte> text = length <= InView ? view.Slice(4, length) : Long(data, view, length);
            Require(!isText || Utf8.IsValid(text));
        }
    }

    private ReadOnlySpan<byte> Long(ArrayData data, ReadOnlySpan<byte> view, int length)
    {
        int buffer = BinaryPrimitives.ReadInt32LittleEndian(view[8..]), offset = BinaryPrimitives.ReadInt32LittleEndian(view[12..]);
        Require(buffer >= 0 && buffer < data.Buffers.Length - 2 && offset >= 0
            && (long)offset + length <= data.Buffers[buffer + 2].Length);
        return data.Buffers[buffer + 2].Span.Slice(offset, length);
    }

    private static T At<T>(ReadOnlySpan<byte> bytes, int index)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes)[index];

    private static long Bytes(int values, int bits) => (((long)values * bits) + 7) / 8;

    private void Require([DoesNotReturnIf(false)] bool holds)
    {
        if (!holds)
            throw fault();
    }
}

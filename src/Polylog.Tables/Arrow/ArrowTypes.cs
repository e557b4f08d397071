using Apache.Arrow.Types;

namespace Polylog.Tables;

/// <summary>Which types of Arrow can be read.</summary>
internal static class ArrowTypes
{
    /// <summary>The name of a type, or of a part of it, that cannot be read; null where all of it can.</summary>
    public static string? Unreadable(IArrowType type) => type switch
    {
        HalfFloatType or Decimal256Type or UnionType or RunEndEncodedType or ListViewType or LargeListViewType => type.Name,
        DictionaryType dictionary => Unreadable(dictionary.ValueType),
        NestedType nested => nested.Fields.Select(field => Unreadable(field.DataType)).FirstOrDefault(name => name is not null),
        NullType or FixedWidthType or StringType or BinaryType or LargeStringType or LargeBinaryType or StringViewType or BinaryViewType =>
            null,
        _ => type.Name,
    };
}

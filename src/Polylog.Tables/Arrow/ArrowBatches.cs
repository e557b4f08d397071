using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Memory;

namespace Polylog.Tables;

/// <summary>The batches of an Arrow IPC stream or file, each checked before it is handed on.</summary>
internal sealed class ArrowBatches : IArrowArrayStream
{
    private readonly string _place;
    private readonly CancellationToken _cancellation;
    private readonly FileStream _file;
    private readonly ArrowStreamReader _reader;
    private readonly ArrowLayout _layout;
    private long _rows;

    public ArrowBatches(string path, string place, CancellationToken cancellation)
    {
        _place = place;
        _cancellation = cancellation;
        _layout = new ArrowLayout(() => TableErrors.ArrowDamaged(_place, _rows));
        var frames = ArrowFrames.Find(path, place, cancellation);
        _file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);
        var codecs = new CompressionCodecFactory();
        _reader = frames.IsFile
            ? new ArrowFileReader(_file, new ManagedMemory(), codecs, leaveOpen: true)
            : new ArrowStreamReader(new PartOfFile(_file, frames.Length), new ManagedMemory(), codecs, leaveOpen: true);
        try
        {
            Schema = Checked(Guarded(() => _reader.Schema));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The columns, without what is not about their types.</summary>
    public Schema Schema { get; }

    /// <summary>Keys and values of the whole table.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _reader.Schema.Metadata ?? new Dictionary<string, string>();

    /// <summary>What ended the reading too early; the engine would say it in words of its own.</summary>
    public Exception? Failure { get; private set; }

    public ValueTask<RecordBatch?> ReadNextRecordBatchAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            _cancellation.ThrowIfCancellationRequested();
            RecordBatch? batch = Guarded(_reader.ReadNextRecordBatch);
            if (batch is not null)
                Check(batch);
            return new ValueTask<RecordBatch?>(batch);
        }
        catch (Exception exception)
        {
            Failure = exception;
            throw;
        }
    }

    // The engine disposes it as well, once it has read all.
    public void Dispose()
    {
        _reader.Dispose();
        _file.Dispose();
    }

    private void Check(RecordBatch batch)
    {
        if (batch.ColumnCount != Schema.FieldsList.Count)
            throw TableErrors.ArrowDamaged(_place, _rows);
        Guarded(() =>
        {
            foreach (IArrowArray column in batch.Arrays)
                _layout.Check(column.Data, batch.Length);
            return 0;
        });
        _rows += batch.Length;
    }

    private Schema Checked(Schema? schema)
    {
        if (schema is null)
            throw TableErrors.ArrowDamaged(_place, 0);
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (Field field in schema.FieldsList)
        {
            // The engine takes names for text that ends at the first zero byte, and needs one for each column.
            if (field.Name.Length == 0 || field.Name.Contains('\0', StringComparison.Ordinal))
                throw TableErrors.ArrowName(_place, schema.GetFieldIndex(field.Name));
            if (!names.TryAdd(field.Name, field.Name))
                throw TableErrors.ArrowNameTwice(_place, names[field.Name], field.Name);
            if (ArrowTypes.Unreadable(field.DataType) is { } type)
                throw TableErrors.ArrowType(_place, field.Name, type);
        }
        // Types of extensions are read as what they are stored as.
        return new Schema(schema.FieldsList.Select(field => new Field(field.Name, field.DataType, field.IsNullable)), null);
    }

    // The reader throws exceptions of many kinds at bytes that are no messages.
    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not (TableException or OperationCanceledException or OutOfMemoryException))
        {
            throw exception is IOException and not EndOfStreamException
                ? TableErrors.NotReadable(_place, exception) : TableErrors.ArrowDamaged(_place, _rows, exception);
        }
    }

    /// <summary>Memory that the garbage collector frees once neither the reader nor the engine holds it.</summary>
    private sealed class ManagedMemory : MemoryAllocator
    {
        protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
        {
            bytesAllocated = length;
            return new Owner(GC.AllocateUninitializedArray<byte>(length));
        }

        private sealed class Owner(byte[] bytes) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory => bytes;

            public void Dispose()
            {
            }
        }
    }
}

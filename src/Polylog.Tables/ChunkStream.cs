using DuckDB.NET.Native;

namespace Polylog.Tables;

/// <summary>A SELECT whose columns are DOUBLE or VARCHAR, run so that its result arrives chunk by chunk and is never held whole.</summary>
internal sealed unsafe class ChunkStream : IDisposable
{
    private readonly string _place;
    private readonly CancellationToken _cancellation;
    private readonly InterruptOnCancel _interrupt;
    private readonly DuckDBPreparedStatement _statement;
    private DuckDBResult _result;
    private DuckDBDataChunk? _chunk;

    public ChunkStream(TableSession session, string sql, string place, CancellationToken cancellation)
    {
        _place = place;
        _cancellation = cancellation;
        cancellation.ThrowIfCancellationRequested();
        _interrupt = new InterruptOnCancel(session.Native, cancellation);
        DuckDBState prepared = NativeMethods.PreparedStatements.DuckDBPrepare(session.Native, sql, out _statement);
        if (!prepared.IsSuccess())
        {
            string message = NativeMethods.PreparedStatements.DuckDBPrepareError(_statement);
            Dispose();
            throw TableErrors.Engine(place, message);
        }
        if (!NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(_statement, out _result).IsSuccess())
            Fail();
    }

    /// <summary>Rows of the current chunk.</summary>
    public int Rows { get; private set; }

    /// <summary>Goes to the next chunk; false at the end.</summary>
    public bool Next()
    {
        _cancellation.ThrowIfCancellationRequested();
        _chunk?.Dispose();
        _chunk = NativeMethods.StreamingResult.DuckDBStreamFetchChunk(_result);
        if (_chunk.IsInvalid)
        {
            // The end and a failure look alike but for the message.
            if (!string.IsNullOrEmpty(NativeMethods.Query.DuckDBResultError(ref _result)))
                Fail();
            Rows = 0;
            return false;
        }
        Rows = checked((int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(_chunk));
        return Rows > 0 || Next();
    }

    /// <summary>The current chunk's values of one column; values at invalid rows have no meaning.</summary>
    public ReadOnlySpan<double> Values(int column) => new(NativeMethods.Vectors.DuckDBVectorGetData(Vector(column)), Rows);

    /// <summary>One cell of a column of text, in UTF-8; at invalid rows it has no meaning.</summary>
    public ReadOnlySpan<byte> Text(int column, int row)
    {
        // Up to twelve bytes stand in the cell after the length; longer text is pointed to.
        byte* cell = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(Vector(column)) + (16L * row);
        int length = *(int*)cell;
        return new(length <= 12 ? cell + 4 : *(byte**)(cell + 8), length);
    }

    /// <summary>One bit per row, set where the value is not NULL; empty when no value of the chunk is NULL.</summary>
    public ReadOnlySpan<ulong> Validity(int column)
    {
        ulong* bits = NativeMethods.Vectors.DuckDBVectorGetValidity(Vector(column));
        return bits is null ? [] : new(bits, (Rows + 63) / 64);
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _chunk?.Dispose();
        _result.Close();
        _statement.Dispose();
    }

    private nint Vector(int column) => NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk!, column);

    private void Fail()
    {
        string message = NativeMethods.Query.DuckDBResultError(ref _result);
        // Depending on which chunk it happens in, DuckDB tells it as it is or inside another error.
        bool conversion = NativeMethods.Query.DuckDBResultErrorType(ref _result) is DuckDBErrorType.Conversion
            || message.Contains("Conversion Error", StringComparison.Ordinal);
        Dispose();
        _cancellation.ThrowIfCancellationRequested();
        throw conversion ? new CellConversionException(message) : TableErrors.Engine(_place, message);
    }
}

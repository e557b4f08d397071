using Apache.Arrow.C;

namespace Polylog.Tables;

/// <summary>
/// Turns Arrow data into a Parquet file, batch by batch: a table is read more than once, and its rows need not fit into memory.
/// </summary>
internal static class ArrowInput
{
    /// <summary>The Parquet file that has the rows of an Arrow stream or file.</summary>
    /// <param name="session">The session that reads and writes.</param>
    /// <param name="file">The Arrow data.</param>
    /// <param name="folder">The folder for the Parquet file.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static InputFile Prepared(TableSession session, InputFile file, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        string copy = Path.Combine(folder, $"arrow-{Guid.NewGuid():N}.parquet");
        using var batches = new ArrowBatches(file.Path, file.Name, cancellation);
        if (batches.Schema.FieldsList.Count == 0)
            throw TableErrors.NoColumns(file.Name);
        Copy(session, batches, copy, file.Name, cancellation);
        InputFile read = file with { ReadPath = copy, Format = TableFormat.Parquet, IsArrow = true };
        if (!file.IsStream)
            return read;
        // Nobody reads the copy of the stream again.
        batches.Dispose();
        File.Delete(file.Path);
        return read with { Path = copy };
    }

    private static unsafe void Copy(TableSession session, ArrowBatches batches, string path, string place, CancellationToken cancellation)
    {
        const string View = "arrow_batches";
        // A zero byte would end the statement.
        var metadata = batches.Metadata.Where(pair => !$"{pair.Key}{pair.Value}".Contains('\0', StringComparison.Ordinal)).ToDictionary();
        CArrowArrayStream* stream = CArrowArrayStream.Create();
        try
        {
            CArrowArrayStreamExporter.ExportArrayStream(batches, stream);
            if (!ArrowEngine.Show(session.Native, View, stream))
                throw TableErrors.ArrowDamaged(place, 0);
            session.Execute(CopyStatement.Temporary($"FROM {View}", path, metadata), place, cancellation);
            session.Execute($"DROP VIEW {View}", place, CancellationToken.None);
        }
        catch (TableException) when (batches.Failure is TableException or OperationCanceledException or OutOfMemoryException)
        {
            throw batches.Failure;
        }
        catch (OperationCanceledException)
        {
            // The engine may still be at it.
            stream = null;
            throw;
        }
        finally
        {
            if (stream is not null)
                CArrowArrayStream.Free(stream);
        }
    }
}

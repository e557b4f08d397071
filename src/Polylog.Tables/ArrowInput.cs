using Apache.Arrow.C;

namespace Polylog.Tables;

/// <summary>Turns Arrow data into a Parquet file, batch by batch: a table is read more than once, and its rows need not fit into memory.</summary>
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
        if (batches.Rows == 0)
            throw TableErrors.NoRows(file.Name);
        Copy(session, batches, copy, file.Name, cancellation);
        return file with { ReadPath = copy, Format = TableFormat.Parquet, IsArrow = true };
    }

    private static unsafe void Copy(TableSession session, ArrowBatches batches, string path, string place, CancellationToken cancellation)
    {
        const string View = "arrow_batches";
        CArrowArrayStream* stream = CArrowArrayStream.Create();
        try
        {
            CArrowArrayStreamExporter.ExportArrayStream(batches, stream);
            if (!ArrowEngine.Show(session.Native, View, stream))
                throw TableErrors.ArrowDamaged(place, 0);
            session.Execute($"COPY (FROM {View}) TO {Sql.Text(path)} (FORMAT parquet, USE_TMP_FILE false)", place, cancellation);
            session.Execute($"DROP VIEW {View}", place, CancellationToken.None);
        }
        catch (TableException) when (batches.Failure is TableException or OperationCanceledException or OutOfMemoryException)
        {
            throw batches.Failure;
        }
        finally
        {
            CArrowArrayStream.Free(stream);
        }
    }
}

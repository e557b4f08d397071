using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.C;
using DuckDB.NET.Native;

namespace Polylog.Tables;

/// <summary>The calls of the engine that take and give Arrow data, which its .NET library leaves out.</summary>
internal static unsafe partial class ArrowEngine
{
    private const string Library = "duckdb";

    /// <summary>Makes batches a view, which can be read once.</summary>
    /// <returns>Whether the engine takes them.</returns>
    public static bool Show(DuckDBNativeConnection connection, string view, CArrowArrayStream* batches) =>
        Scan(connection.DangerousGetHandle(), view, (nint)batches) == 0;

    /// <summary>Runs a query and hands on its rows.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="query">The query.</param>
    /// <param name="start">Takes the columns, before the rows.</param>
    /// <param name="next">Takes some rows after another.</param>
    /// <returns>What the engine has against the query; null where it ran.</returns>
    public static string? Run(DuckDBNativeConnection connection, string query, Action<Schema> start, Action<RecordBatch> next)
    {
        nint result = 0;
        CArrowSchema* columns = CArrowSchema.Create();
        CArrowArray* rows = CArrowArray.Create();
        try
        {
            if (Query(connection.DangerousGetHandle(), query, out result) != 0)
                return Marshal.PtrToStringUTF8(Error(result)) ?? "the query failed";
            if (Columns(result, &columns) != 0)
                return "the columns have types that Arrow does not have";
            Schema schema = CArrowSchemaImporter.ImportSchema(columns);
            start(schema);
            while (true)
            {
                // Stays so where there are no more.
                rows->length = 0;
                if (Rows(result, &rows) != 0)
                    return "the rows cannot be had as Arrow arrays";
                if (rows->length == 0)
                    return null;
                using RecordBatch batch = CArrowArrayImporter.ImportRecordBatch(rows, schema);
                next(batch);
            }
        }
        finally
        {
            if (result != 0)
                Destroy(ref result);
            CArrowArray.Free(rows);
            CArrowSchema.Free(columns);
        }
    }

    [LibraryImport(Library, EntryPoint = "duckdb_arrow_scan", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Scan(nint connection, string view, nint batches);

    [LibraryImport(Library, EntryPoint = "duckdb_query_arrow", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Query(nint connection, string query, out nint result);

    [LibraryImport(Library, EntryPoint = "duckdb_query_arrow_error")]
    private static partial nint Error(nint result);

    [LibraryImport(Library, EntryPoint = "duckdb_query_arrow_schema")]
    private static partial int Columns(nint result, CArrowSchema** columns);

    [LibraryImport(Library, EntryPoint = "duckdb_query_arrow_array")]
    private static partial int Rows(nint result, CArrowArray** rows);

    [LibraryImport(Library, EntryPoint = "duckdb_destroy_arrow")]
    private static partial void Destroy(ref nint result);
}

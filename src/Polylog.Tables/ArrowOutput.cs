using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace Polylog.Tables;

/// <summary>Writes the result of a SELECT as an Arrow IPC stream or file.</summary>
internal static class ArrowOutput
{
    /// <summary>Writes it.</summary>
    /// <param name="session">The session that has the rows.</param>
    /// <param name="select">The rows.</param>
    /// <param name="output">The file.</param>
    /// <param name="format">A stream or a file.</param>
    /// <param name="metadata">Keys and values to keep with the columns; null for none.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public static void Write(
        TableSession session,
        string select,
        OutputFile output,
        TableFormat format,
        IReadOnlyDictionary<string, string>? metadata,
        CancellationToken cancellation) => output.Write(file =>
        {
            ArrowStreamWriter? writer = null;
            Schema? told = null;
            string? fault = ArrowEngine.Run(
                session.Native,
                select,
                schema =>
                {
                    told = new Schema(schema.FieldsList, metadata);
                    writer = format is TableFormat.ArrowFile
                        ? new ArrowFileWriter(file, told, leaveOpen: true) : new ArrowStreamWriter(file, told, leaveOpen: true);
                    writer.WriteStart();
                },
                batch =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    writer!.WriteRecordBatch(new RecordBatch(told, batch.Arrays, batch.Length));
                });
            if (fault is not null)
                throw TableErrors.Engine("the kept rows", fault);
            writer!.WriteEnd();
            writer.Dispose();
        });
}

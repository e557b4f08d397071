using System.Diagnostics;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The way from the input to the written coreset.</summary>
internal static class Compression
{
    public static CompressOutcome Run(CompressRequest request, Watch watch, Action<string> note, CancellationToken cancellation)
    {
        // All that can be told to be wrong without reading the rows comes first.
        Table.CheckOutput(request.Output, []);
        var clock = Stopwatch.StartNew();
        using Table table = watch.Over("opening", _ => request.Input.Open(request.Threads, cancellation));
        Table.CheckOutput(request.Output, table.SourceFiles);
        string? weightColumn = request.WeightColumn is { } given ? table.Column(given).Name : null;
        IReadOnlyList<string> columns = request.Columns.Resolve(table, weightColumn);
        string? replaced = OutputNames.Check(table, request.WeightName, request.RowIdName, weightColumn);
        CoresetSize.CheckMemory(columns.Count, request);

        MissingRows missing = request.DropMissing ? MissingRows.Drop : MissingRows.Refuse;
        NumericRows rows = watch.Over("reading", progress => table.ReadNumeric(columns, weightColumn, missing, progress, cancellation));
        Measure measure = MeasureOf.Rows(rows);
        TimeSpan reading = clock.Elapsed;

        int? size = CoresetSize.Of(request, table.Description, columns.Count, rows.Rows, note);
        Coreset coreset = watch.Over("compressing", progress =>
            MomentCompressor.Compress(measure, Options(request, size, progress), cancellation));
        if (request.Tolerance is { } tolerance && coreset.Count == MeasureOf.Weighing(measure))
        {
            Coreset? half = CoresetSize.Half(request, measure) is not { } part ? null : watch.Over("compressing a half", progress =>
                MomentCompressor.Compress(measure, Options(request with { Tolerance = null }, part, progress), cancellation));
            note(WholeTable.Sentence(tolerance, table.Description, coreset, half));
        }
        TimeSpan compressing = clock.Elapsed - reading;
        Certificate certificate = watch.Over("certifying", _ => coreset.Certificate);
        cancellation.ThrowIfCancellationRequested();
        TimeSpan certifying = clock.Elapsed - reading - compressing;

        RowSelection selection = Selection(request, columns, rows, coreset, certificate, weightColumn) with { ReplacedColumn = replaced };
        watch.Over("writing", _ =>
        {
            table.WriteRows(request.Output, selection, cancellation);
            return true;
        });
        return new CompressOutcome(
            request, columns, NotNumeric(request, table), coreset, rows.Dropped, reading, compressing, certifying,
            clock.Elapsed - reading - compressing - certifying);
    }

    // Of interest where the user did not say which columns to take: one bad cell makes a column text.
    private static List<TableColumn> NotNumeric(CompressRequest request, Table table) =>
        request.Columns.Named.Count > 0 ? [] : [.. table.Columns.Where(column => !column.IsNumeric)];

    private static CompressionOptions Options(CompressRequest request, int? size, IProgress<double>? progress) => new()
    {
        Order = request.Order,
        Use = request.Use,
        Size = size,
        Tolerance = request.Tolerance,
        Scale = request.Scale,
        Effort = request.Effort,
        Threads = request.Threads ?? 0,
        Progress = progress,
    };

    private static RowSelection Selection(
        CompressRequest request,
        IReadOnlyList<string> columns,
        NumericRows rows,
        Coreset coreset,
        Certificate certificate,
        string? weightColumn)
    {
        var numbers = new long[coreset.Count];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = rows.RowNumber(coreset.Indices.Span[i]);
        var metadata = new CoresetMetadata(
            CoresetMetadata.CurrentVersion,
            columns,
            coreset.Order,
            CompressOptions.Scales.First(pair => pair.Value == request.Scale).Word,
            request.WeightName,
            request.RowIdName,
            weightColumn,
            request.DropMissing,
            rows.Rows,
            coreset.Count,
            coreset.Leaves,
            coreset.MomentResidual,
            coreset.TotalWeight,
            CertificateRecord.Of(certificate));
        return new RowSelection(numbers, coreset.Weights, request.WeightName, request.RowIdName, metadata.ToKeyValues());
    }
}

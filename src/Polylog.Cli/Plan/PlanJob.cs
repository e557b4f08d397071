using System.Diagnostics;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The way from the request to the plan.</summary>
internal static class PlanJob
{
    /// <summary>More rows that differ are not counted.</summary>
    private const int MostDifferent = 1_000_000;

    public static PlanOutcome Run(PlanRequest request, Watch watch, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        return request.Input is { } input ? OfInput(request, input, watch, clock, cancellation) : OfNumbers(request, watch, clock, cancellation);
    }

    private static PlanOutcome OfNumbers(PlanRequest request, Watch watch, Stopwatch clock, CancellationToken cancellation)
    {
        Check(request, request.Rows, request.Dimension, $"--rows is {request.Rows}");
        ErrorModel model = ErrorModel.Theory(request.Dimension, request.Shape);
        return Outcome(request, request.Rows, model, watch, clock, cancellation);
    }

    private static PlanOutcome OfInput(PlanRequest request, TableInput input, Watch watch, Stopwatch clock, CancellationToken cancellation)
    {
        using Table table = watch.Over("opening", _ => input.Open(threads: null, cancellation));
        string? weightColumn = request.WeightColumn is { } given ? table.Column(given).Name : null;
        IReadOnlyList<string> columns = request.Columns.Resolve(table, weightColumn);
        MissingRows missing = request.DropMissing ? MissingRows.Drop : MissingRows.Refuse;
        NumericRows rows = watch.Over("reading", progress => table.ReadNumeric(columns, weightColumn, missing, progress, cancellation));
        RoleCheck.AreLarge(rows.Values, columns, table.Description);
        Measure measure = TableMeasure.FromRows(rows).Weighing();
        // As many rows as there are, of which those of weight 0 say nothing.
        if (request.Size > measure.Count && request.Size <= rows.Rows)
            request = request with { Size = measure.Count };
        int[] varying = measure.VaryingCoordinates();
        string kind = request.DropMissing ? "complete row" : "row";
        string what = measure.Count < rows.Rows ? $"{Format.Count(measure.Count, kind)} that weigh anything" : Format.Count(rows.Rows, kind);
        Check(request, measure.Count, varying.Length, $"{table.Description} has {what}");
        long? size = request.Error is null ? Size(request, measure.Count, varying.Length) : null;
        ErrorModel model = watch.Over("measuring", progress => ErrorModel.Calibrated(measure, size, progress: progress, cancellation: cancellation));
        PlanOutcome outcome = Outcome(request, measure.Count, model, watch, clock, cancellation);
        return outcome with
        {
            Weightless = rows.Rows - measure.Count,
            Constant = [.. columns.Where((_, column) => !measure.Varies(column))],
            Different = DistinctRows.Find(measure, Math.Min(MostDifferent, Math.Max(1, measure.Count / 2))) is { } distinct ? distinct.Indices.Length : null,
            Columns = columns,
            NotNumeric = request.Columns.Named.Count > 0 ? [] : [.. table.Columns.Where(column => !column.IsNumeric)],
            Dropped = rows.Dropped,
        };
    }

    private static PlanOutcome Outcome(PlanRequest request, long rows, ErrorModel model, Watch watch, Stopwatch clock, CancellationToken cancellation)
    {
        CostModel costs = watch.Over("timing", _ => CostModel.OfThisMachine(cancellation));
        CompressionPlan plan = request.Error is { } error
            ? CompressionPlan.ForError(rows, error, model, costs, request.Use)
            : CompressionPlan.ForSize(rows, Size(request, rows, model.Dimension), model, costs, request.Use);
        plan = watch.Over("trying", _ => plan.Tried(cancellation));
        return new PlanOutcome(request, plan, [], [], 0, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, clock.Elapsed);
    }

    private static long Size(PlanRequest request, long rows, int dimension) => request.Size ?? Math.Max(dimension + 1, rows / 10);

    private static void Check(PlanRequest request, long rows, int dimension, string rowsAre)
    {
        string moments = $"order 1 in {Format.Count(dimension, "column")} has {Format.Count(dimension + 1, "moment")} and as many rows are needed";
        if (rows < dimension + 1)
            throw new CommandException($"{rowsAre}, but {moments}; take more rows or fewer columns");
        if (request.Size > rows)
            throw new CommandException($"--size is {request.Size}, but {rowsAre}; give at most that many");
        if (request.Size < dimension + 1)
            throw new CommandException($"--size is {request.Size}, but {moments}; raise --size to {dimension + 1} or more, or take fewer columns");
    }
}

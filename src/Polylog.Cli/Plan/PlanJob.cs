using System.Diagnostics;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Makes a plan for a request.</summary>
internal static class PlanJob
{
    public static PlanOutcome Run(PlanRequest request, Watch watch, NoteList notes, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        return request.Input is { } input
            ? ForInput(request, input, watch, notes, clock, cancellation)
            : ForNumbers(request, watch, clock, cancellation);
    }

    private static PlanOutcome ForNumbers(PlanRequest request, Watch watch, Stopwatch clock, CancellationToken cancellation)
    {
        Check(request, request.Rows, request.Dimension, $"--rows is {request.Rows}");
        ErrorModel model = ErrorModel.Theory(request.Dimension, request.Shape);
        PlanOutcome outcome = Outcome(request, request.Rows, model, watch, clock, cancellation);
        // Where moments promise enough, there is no need to make rows and try more.
        return outcome.Plan.Outlook == PlanOutlook.Good ? outcome : WithEvenWeights(
            outcome, () => EvenTrials.OnMade(request.Dimension, request.Shape, request.Use), watch, cancellation);
    }

    private static PlanOutcome WithEvenWeights(
        PlanOutcome outcome, Func<EvenTrials?> make, Watch watch, CancellationToken cancellation) =>
        watch.Over("trying even weights", _ => make() is { } trials
            ? outcome with { Plan = outcome.Plan.WithEvenWeights(trials, cancellation) } : outcome);


    private static PlanOutcome ForInput(
        PlanRequest request, TableInput input, Watch watch, NoteList notes, Stopwatch clock, CancellationToken cancellation)
    {
        using Table table = watch.Over("opening", _ => input.Open(threads: null, cancellation));
        string? weightColumn = request.WeightColumn is { } given ? table.Column(given).Name : null;
        CoresetColumns.CheckWeight(table, weightColumn);
        IReadOnlyList<string> columns = request.Columns.Resolve(table, weightColumn);
        TableColumn[] notNumeric = request.Columns.Named.Count > 0 ? [] : [.. table.Columns.Where(column => !column.IsNumeric)];
        InputNotes.Write(table, input, [.. notNumeric.Select(column => column.Name)], [], notes, cancellation);
        MissingRows missing = request.DropMissing ? MissingRows.Drop : MissingRows.Refuse;
        NumericRows rows = watch.Over("reading", progress =>
            table.Read(new ColumnSelection(columns)
            {
                WeightColumn = weightColumn,
                IsSigned = request.IsSigned,
                Missing = missing,
            }, progress, cancellation));
        RoleCheck.AreLarge(rows.Values, columns, table.Description);
        Measure measure = TableMeasure.FromRows(rows).Weighing();
        // The user may ask for all rows, counted with those of weight 0.
        if (request.Size > measure.Count && request.Size <= rows.Rows)
            request = request with { Size = measure.Count };
        int[] varying = measure.VaryingCoordinates();
        string kind = request.DropMissing ? "complete row" : "row";
        string what = measure.Count < rows.Rows
            ? $"{Format.Count(measure.Count, kind)} with a weight above 0"
            : Format.Count(rows.Rows, kind);
        Check(request, measure.Count, varying.Length, $"{table.Description} has {what}");
        long? size = request.Error is null ? Size(request, measure.Count, varying.Length) : null;
        ErrorModel model = watch.Over("measuring", progress =>
            ErrorModel.Calibrated(measure, size, progress: progress, cancellation: cancellation));
        PlanOutcome outcome = Outcome(request, measure.Count, model, watch, clock, cancellation);
        int? distinct = DistinctRows.Find(measure, Environment.ProcessorCount, cancellation)?.Indices.Length;
        if (!(distinct <= outcome.Plan.Recommended.Size))
            outcome = WithEvenWeights(outcome, () => EvenTrials.On(measure, request.Use), watch, cancellation);
        return outcome with
        {
            Weightless = rows.Rows - measure.Count,
            Constant = [.. columns.Where((_, column) => !measure.Varies(column))],
            Distinct = distinct,
            Columns = columns,
            NotNumeric = notNumeric,
            Dropped = rows.Dropped,
        };
    }

    private static PlanOutcome Outcome(
        PlanRequest request, long rows, ErrorModel model, Watch watch, Stopwatch clock, CancellationToken cancellation)
    {
        CostModel costs = watch.Over("timing", _ => CostModel.OfThisMachine(cancellation));
        CompressionPlan plan = request.Error is { } error
            ? CompressionPlan.ForError(rows, error, model, costs, request.Use)
            : CompressionPlan.ForSize(rows, Size(request, rows, model.Dimension), model, costs, request.Use);
        plan = watch.Over("trying", _ => plan.Tried(cancellation));
        return new PlanOutcome(request, plan, [], [], 0, clock.Elapsed)
        {
            MachineMemory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        };
    }

    private static long Size(PlanRequest request, long rows, int dimension) => request.Size ?? Math.Max(dimension + 1, rows / 10);

    private static void Check(PlanRequest request, long rows, int dimension, string rowsAre)
    {
        string moments = $"order 1 in {Format.Count(dimension, "column")} has {Format.Count(dimension + 1, "moment")} and needs "
            + "as many rows";
        if (rows < dimension + 1)
            throw new CommandException($"{rowsAre}, but {moments}; use more rows or fewer columns");
        if (request.Size > rows)
            throw new CommandException($"--size is {request.Size}, but {rowsAre}; give at most that many");
        if (request.Size < dimension + 1)
            throw new CommandException($"--size is {request.Size}, but {moments}; raise --size to {dimension + 1} or more, or use "
                + "fewer columns");
    }
}

using System.Diagnostics;
using Polylog.Experiments;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The way from the table to the results.</summary>
internal static class Evaluating
{
    public static EvaluateOutcome Run(EvaluateRequest request, Watch watch, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        EvaluateFiles? files = request.Output is { } folder ? EvaluateFiles.In(folder) : null;
        using Table table = watch.Over("opening", _ => request.Input.Open(threads: null, cancellation));
        string target = table.Column(request.Target).Name;
        IReadOnlyList<string> columns = Features(request, table, target);
        MissingRows missing = request.DropMissing ? MissingRows.Drop : MissingRows.Refuse;
        NumericRows rows = watch.Over("reading", progress => table.ReadNumeric([.. columns, target], null, missing, progress, cancellation));
        (double[] features, double[] targets) = Split(rows);
        var evaluation = new Evaluation(features, columns.Count, targets, target, request.Settings);
        EvaluationResult result = watch.OverParts("evaluating", progress => evaluation.Run(progress, cancellation));
        var outcome = new EvaluateOutcome(request, target, columns, rows.Dropped, result, files, clock.Elapsed);
        files?.Write(outcome);
        return outcome;
    }

    private static IReadOnlyList<string> Features(EvaluateRequest request, Table table, string target)
    {
        IReadOnlyList<string> columns = request.Columns.Resolve(table, weightColumn: null);
        if (request.Columns.Named.Count > 0 && columns.Contains(target))
            throw new CommandException($"column '{target}' is the target (--target), so it cannot be in --columns as well; leave it out of one");
        IReadOnlyList<string> others = [.. columns.Where(column => column != target)];
        return others.Count > 0 ? others
            : throw new CommandException($"{table.Description} leaves no numeric column to predict '{target}' from; exclude fewer, or make numbers of some through --sql");
    }

    // The target was read as the last column.
    private static (double[] Features, double[] Targets) Split(NumericRows rows)
    {
        int width = rows.Columns - 1;
        double[] features = new double[rows.Rows * width], targets = new double[rows.Rows];
        for (int i = 0; i < rows.Rows; i++)
        {
            rows.Values.AsSpan(i * rows.Columns, width).CopyTo(features.AsSpan(i * width));
            targets[i] = rows.Values[(i + 1) * rows.Columns - 1];
        }
        return (features, targets);
    }
}

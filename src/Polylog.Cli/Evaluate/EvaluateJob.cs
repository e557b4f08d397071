using System.Diagnostics;
using Polylog.Experiments;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Reads the table, trains the models and compares them.</summary>
internal static class EvaluateJob
{
    public static EvaluateOutcome Run(EvaluateRequest request, Watch watch, NoteList notes, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        EvaluateFiles? files = request.Output is { } folder ? EvaluateFiles.In(folder) : null;
        using Table table = watch.Over("opening", _ => request.Input.Open(threads: null, cancellation));
        string target = table.Column(request.Target).Name;
        bool classes = request.Settings.Loss.SplitsByTarget;
        if (!classes && !table.Column(target).HasNumbers)
            throw Roles.NoNumber(table, target);
        var taken = new Dictionary<string, string> { [target] = "the target (--target)" };
        IReadOnlyList<string> columns = request.Columns.Resolve(table, taken);
        string[] unused = request.Columns.Named.Count > 0 ? []
            : [.. table.Columns.Where(column => !column.IsNumeric && column.Name != target).Select(column => column.Name)];
        InputNotes.Write(table, request.Input, unused, [], notes, cancellation);
        var selection = new ColumnSelection(columns)
        {
            Further = classes ? [] : [[target]],
            Labels = classes ? [new LabelSelection(target, MissingIsLabel: false)] : [],
            Missing = request.DropMissing ? MissingRows.Drop : MissingRows.Refuse,
        };
        NumericRows rows = watch.Over("reading", progress => table.Read(selection, progress, cancellation));
        if (request.Settings.Loss == Loss.Logistic)
            TwoLabels.Recode(rows, [target], table.Description, notes.Add);
        double[] targets = classes ? [.. rows.Labels[0].Codes.Select(code => (double)code)] : rows.Further[0];
        var evaluation = new Evaluation(
            rows.Values, columns.Count, targets, target, request.Settings, classes ? rows.Labels[0].Texts : null);
        EvaluationResult result = watch.OverParts("evaluating", progress => evaluation.Run(progress, cancellation));
        var outcome = new EvaluateOutcome(request, target, columns, result, files)
        {
            Dropped = rows.Dropped,
            Time = clock.Elapsed,
        };
        files?.Write(outcome);
        return outcome;
    }
}

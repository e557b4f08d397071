using System.Diagnostics;
using Polylog.Experiments;
using Polylog.Tables;

namespace Polylog.Lab;

/// <summary>Reads the table, trains the models and compares them.</summary>
internal static class EvaluateJob
{
    public static EvaluateOutcome Run(EvaluateRequest request, Watch watch, NoteList notes, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        EvaluateFiles? files = request.Output is { } folder ? EvaluateFiles.In(folder) : null;
        using Table table = watch.Over("opening", _ => request.Input.Open(threads: null, cancellation));
        string? weightColumn = request.WeightColumn is { } given ? table.Column(given).Name : null;
        CoresetColumns.CheckWeight(table, weightColumn);
        Roles roles = Roles.Resolve(table, request.Columns, request.Learning, weightColumn);
        if (roles.Targets.Count > 1)
            throw new CommandException($"--target names {roles.Targets.Count} columns, but evaluate predicts one; name one");
        InputNotes.Write(table, request.Input, Unused(table, request, roles, weightColumn), roles.Words, notes, cancellation);
        MissingRows missing = request.DropMissing ? MissingRows.Drop : MissingRows.Refuse;
        NumericRows rows = watch.Over(
            "reading", progress => table.Read(roles.Selection(table, weightColumn, missing), progress, cancellation));
        if (roles.Loss is LossWord.Logistic)
            TwoLabels.Recode(rows, roles.Targets, table.Description, notes.Add);
        RoleCheck.Targets(rows, roles, table.Description);
        RoleCheck.Values(rows, roles, table.Description);
        var marked = MarkedRows.FromRows(rows, roles);
        RoleCheck.Groups(rows, marked, table.Description);
        WeightRangeCheck.Check(marked.Measure, weightColumn);
        EvaluationInput input = Input(rows, marked);
        EvaluationResult Evaluated(EvaluationSettings settings, string title) =>
            watch.OverFigure(title, progress => new Evaluation(input, settings).Run(progress, cancellation));
        (int Size, EvaluationResult Result)[] curve = [.. request.Sizes.Select(size =>
            (size, Evaluated(request.Settings with { Size = size }, $"evaluating {Format.Whole(size)} rows")))];
        EvaluationResult result = curve.Length > 0 ? curve[^1].Result : Evaluated(request.Settings, "evaluating");
        var outcome = new EvaluateOutcome(request, marked, result, files)
        {
            Curve = curve,
            Dropped = rows.Dropped,
            Time = clock.Elapsed,
        };
        files?.Write(outcome);
        return outcome;
    }

    private static string[] Unused(Table table, EvaluateRequest request, Roles roles, string? weightColumn) =>
        request.Columns.Named.Count > 0 ? [] :
        [
            .. table.Columns.Where(column => !column.IsNumeric && column.Name != weightColumn)
                .Select(column => column.Name)
                .Except([.. roles.Targets, .. roles.Splitting]),
        ];

    private static EvaluationInput Input(NumericRows rows, MarkedRows marked)
    {
        Roles roles = marked.Roles;
        LabelColumn? classes = marked.Classes is null ? null : rows.Labels[roles.Splitting.Count];
        return new EvaluationInput(
            rows.Values,
            roles.Columns.Count,
            classes is null ? rows.Further[0] : [.. classes.Codes.Select(code => (double)code)],
            roles.Targets[0])
        {
            ClassNames = classes?.Texts,
            Weights = rows.Weights,
            Groups = marked.Groups?.Numbers,
            Categories =
            [
                .. rows.Labels.Skip(roles.GroupBy.Count).Take(roles.Categories.Count)
                    .Select(labels => new Category(labels.Name, [.. labels.Codes])),
            ],
        };
    }
}

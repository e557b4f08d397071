using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The rows of a table as a measure, with the targets, totals and groups that the roles of its columns give.</summary>
/// <param name="Measure">The measure, with targets, totals and groups.</param>
/// <param name="Roles">The columns' roles.</param>
/// <param name="Groups">Rows by group; null without groups.</param>
/// <param name="Classes">Rows by class; null without classes.</param>
/// <param name="Cells">Rows by group and class, each compressed on its own; null where all rows are compressed together.</param>
internal sealed record MarkedRows(Measure Measure, Roles Roles, Grouping? Groups, Grouping? Classes, Grouping? Cells)
{
    /// <summary>The number of columns that vary in each part that is compressed on its own.</summary>
    public IReadOnlyList<int> VaryingInParts { get; } = Cells is null
        ? [Measure.VaryingCoordinates().Length]
        : [.. Cells.Rows().Select(rows => Measure.VaryingCoordinates(rows).Length)];

    /// <summary>The signs of the weights; null where all are positive.</summary>
    public LabelColumn? Signs { get; init; }

    /// <summary>The sign of a row's weight: 1 or -1.</summary>
    public int Sign(int row) => Signs is { } signs && signs.Texts[signs.Codes[row]] == SignLabels.Negative ? -1 : 1;

    /// <summary>The sum of the weights with their signs.</summary>
    /// <param name="weights">The weights without signs of some rows.</param>
    /// <param name="rows">Those rows; empty for all.</param>
    public double SignedTotal(ReadOnlySpan<double> weights, ReadOnlySpan<int> rows)
    {
        double positive = 0, negative = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (Sign(rows.IsEmpty ? i : rows[i]) > 0)
                positive += weights[i];
            else
                negative += weights[i];
        }
        return positive - negative;
    }

    /// <summary>Names of columns that have the same value in all rows.</summary>
    public IReadOnlyList<string> Constant => [.. Roles.Columns.Where((_, column) => !Measure.Varies(column))];

    /// <summary>Makes the measure of rows that were read.</summary>
    /// <param name="rows">The rows, read with the selection of the roles.</param>
    /// <param name="roles">The columns' roles.</param>
    /// <param name="like">Other rows, whose group and class numbers are used for the same labels; null for none.</param>
    /// <exception cref="CommandException">The sum of the weights is not finite.</exception>
    public static MarkedRows FromRows(NumericRows rows, Roles roles, MarkedRows? like = null) =>
        FromRows(rows, roles, like?.Groups, like?.Classes, like?.Cells);

    /// <summary>Makes the measure of rows that were read.</summary>
    /// <param name="rows">The rows, read with the selection of the roles.</param>
    /// <param name="roles">The columns' roles.</param>
    /// <param name="likeGroups">Groups whose numbers are used for the same labels; null for none.</param>
    /// <param name="likeClasses">Classes whose numbers are used for the same labels; null for none.</param>
    /// <param name="likeCells">Groups by class whose numbers are used for the same labels; null for none.</param>
    /// <exception cref="CommandException">The sum of the weights is not finite.</exception>
    public static MarkedRows FromRows(
        NumericRows rows, Roles roles, Grouping? likeGroups, Grouping? likeClasses, Grouping? likeCells)
    {
        Measure measure = TableMeasure.FromRows(rows);
        int splitting = roles.Splitting.Count;
        LabelColumn? sign = roles.IsSigned ? rows.Labels[^1] : null;
        LabelColumn[] splits = [.. rows.Labels.Take(splitting), .. sign is null ? Array.Empty<LabelColumn>() : [sign]];
        Grouping? groups = splits.Length == 0 ? null : Grouping.ByLabels(splits, likeGroups);
        Grouping? classes = roles.ClassColumn is null ? null : Grouping.ByLabels([rows.Labels[splitting]], likeClasses);
        Grouping? cells = rows.Labels.Count == 0 ? null
            : groups is null || classes is null ? groups ?? classes : Grouping.ByLabels([.. splits, rows.Labels[splitting]], likeCells);
        if (roles.Factors.Count > 0)
            measure = measure.WithTargets(rows.Further[0], LossWords.ToLoss(roles.Loss!.Value)!, roles.Factors.Count);
        if (classes is not null)
            measure = measure.WithTargets(Array.ConvertAll(classes.Numbers, number => (double)number), Loss.Classes);
        if (roles.Totals.Count > 0)
            measure = measure.WithTotals(rows.Further[1], roles.Totals.Count);
        return new MarkedRows(groups is null ? measure : measure.WithGroups(groups.Numbers), roles, groups, classes, cells)
        {
            Signs = sign,
        };
    }

    /// <summary>The measure of some rows, with their targets and totals.</summary>
    /// <param name="rows">The numbers of the rows.</param>
    public Measure Part(int[] rows)
    {
        double[] weights = [.. rows.Select(row => Measure.Weights.IsEmpty ? 1 : Measure.Weights.Span[row])];
        var part = new Measure(Gather(Measure.Atoms, Measure.Dimension, rows), Measure.Dimension, weights);
        if (Roles.Factors.Count > 0)
            part = part.WithTargets(Gather(Measure.Targets, Measure.TargetCount, rows), Measure.Loss!, Measure.TargetCount);
        return Measure.TotalCount == 0 ? part : part.WithTotals(Gather(Measure.Totals, Measure.TotalCount, rows), Measure.TotalCount);
    }

    private static double[] Gather(ReadOnlyMemory<double> values, int width, int[] rows)
    {
        double[] gathered = new double[rows.Length * width];
        for (int i = 0; i < rows.Length; i++)
            values.Span.Slice(rows[i] * width, width).CopyTo(gathered.AsSpan(i * width));
        return gathered;
    }
}

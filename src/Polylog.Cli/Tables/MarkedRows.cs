using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The measure that a table's rows are, with everything its columns' roles make of it.</summary>
/// <param name="Measure">The measure, with targets, totals and groups.</param>
/// <param name="Roles">The columns' roles.</param>
/// <param name="Groups">Rows by group; null without.</param>
/// <param name="Classes">Rows by class; null without.</param>
/// <param name="Cells">Rows by group and class, each compressed on its own; null where all are compressed as one.</param>
internal sealed record MarkedRows(Measure Measure, Roles Roles, Grouping? Groups, Grouping? Classes, Grouping? Cells)
{
    /// <summary>How many columns vary in each part that is compressed on its own, a group or a class; in all rows where there is one part.</summary>
    public IReadOnlyList<int> VaryingInParts { get; } = Cells is null ? [Measure.VaryingCoordinates().Length] : [.. Cells.Rows().Select(rows => Measure.VaryingCoordinates(rows).Length)];

    /// <summary>Names of columns that vary nowhere.</summary>
    public IReadOnlyList<string> Constant => [.. Roles.Columns.Where((_, column) => !Measure.Varies(column))];

    /// <summary>Marks the rows that were read.</summary>
    /// <param name="rows">Read as the roles say.</param>
    /// <param name="roles">The columns' roles.</param>
    /// <param name="like">Other rows, whose groups and classes have the same numbers; null for none.</param>
    /// <exception cref="CommandException">A target or the weights' sum is not fit.</exception>
    public static MarkedRows FromRows(NumericRows rows, Roles roles, MarkedRows? like = null)
    {
        Measure measure = TableMeasure.FromRows(rows);
        int splitting = roles.Splitting.Count;
        Grouping? groups = splitting == 0 ? null : Grouping.ByLabels([.. rows.Labels.Take(splitting)], like?.Groups);
        Grouping? classes = roles.ClassColumn is null ? null : Grouping.ByLabels([rows.Labels[^1]], like?.Classes);
        Grouping? cells = rows.Labels.Count == 0 ? null : groups is null || classes is null ? groups ?? classes : Grouping.ByLabels(rows.Labels, like?.Cells);
        if (roles.Factors.Count > 0)
            measure = measure.WithTargets(rows.Further[0], LossWords.ToLoss(roles.Loss!.Value)!, roles.Factors.Count);
        if (classes is not null)
            measure = measure.WithTargets(Array.ConvertAll(classes.Numbers, number => (double)number), Loss.Classes);
        if (roles.Totals.Count > 0)
            measure = measure.WithTotals(rows.Further[1], roles.Totals.Count);
        return new MarkedRows(groups is null ? measure : measure.WithGroups(groups.Numbers), roles, groups, classes, cells);
    }

    /// <summary>The rows of one cell, with what is matched there.</summary>
    /// <param name="rows">Their numbers.</param>
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

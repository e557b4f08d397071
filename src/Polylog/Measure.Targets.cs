using System.Globalization;

namespace Polylog;

/// <content>Targets, totals and groups: what a compression preserves besides the moments of the atoms.</content>
public sealed partial class Measure
{
    /// <summary>The loss whose sums are preserved, for any model of the coordinates; null for plain moments.</summary>
    public ILoss? Loss { get; private init; }

    /// <summary>The targets of the loss, <see cref="Count"/> x <see cref="TargetCount"/>, row-major; empty without a loss.</summary>
    public ReadOnlyMemory<double> Targets { get; private init; }

    /// <summary>Columns of the target; 0 without a loss.</summary>
    public int TargetCount { get; private init; }

    /// <summary>Values of further functions whose sums are preserved, <see cref="Count"/> x <see cref="TotalCount"/>, row-major.</summary>
    public ReadOnlyMemory<double> Totals { get; private init; }

    /// <summary>Number of further functions.</summary>
    public int TotalCount { get; private init; }

    /// <summary>The group of each atom, any number; empty for one group. Each group is compressed on its own.</summary>
    public ReadOnlyMemory<int> Groups { get; private init; }

    /// <summary>What the columns of a widened row are.</summary>
    internal MatchedColumns Matched => new(Dimension, Loss?.Factors(TargetCount) ?? 0, (Loss?.Totals(TargetCount) ?? 0) + TotalCount);

    /// <summary>
    /// The same atoms with a target each. A compression then preserves the sum of the loss of any model that is close to a polynomial of
    /// the coordinates in each leaf. The target is no coordinate: leaves are small in the coordinates only.
    /// </summary>
    /// <param name="targets">count x <paramref name="targetCount"/>, row-major.</param>
    /// <param name="loss">The loss, such as <see cref="Polylog.Loss.Squared"/>.</param>
    /// <param name="targetCount">Columns of the target, at least 1; 1 for a loss that splits by target.</param>
    /// <exception cref="ArgumentException">The length is not count x target count, or a target is not finite or not fit for the
    /// loss.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The target count is out of range.</exception>
    public Measure WithTargets(ReadOnlyMemory<double> targets, ILoss loss, int targetCount = 1)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetCount, 1);
        if (loss.SplitsByTarget)
            ArgumentOutOfRangeException.ThrowIfGreaterThan(targetCount, 1);
        if (loss.Factors(targetCount) < 0 || loss.Totals(targetCount) < 0)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The {loss.Name} loss has {loss.Factors(targetCount)} factors and "
                + $"{loss.Totals(targetCount)} totals for {targetCount} targets: neither may be negative."), nameof(loss));
        CheckColumns(targets, targetCount, "target", nameof(targets));
        ReadOnlySpan<double> values = targets.Span;
        for (int i = 0; i < values.Length; i++)
        {
            if (loss.Fault(values[i]) is { } rule)
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture,
                        $"Row {i / targetCount} has the target {values[i]}: a target of the {loss.Name} loss {rule}."), nameof(targets));
        }
        return new Measure(this) { Loss = loss, Targets = targets, TargetCount = targetCount };
    }

    /// <summary>
    /// The same atoms with further functions whose weighted sums a compression preserves exactly: generalised moments, one condition per
    /// leaf each. They are added after the functions that the measure already has.
    /// </summary>
    /// <param name="totals">The functions' values at the atoms, count x <paramref name="totalCount"/>, row-major.</param>
    /// <param name="totalCount">Number of functions, at least 1.</param>
    /// <exception cref="ArgumentException">The length is not count x total count, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The total count is below 1.</exception>
    public Measure WithTotals(ReadOnlyMemory<double> totals, int totalCount = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(totalCount, 1);
        CheckColumns(totals, totalCount, "total", nameof(totals));
        if (TotalCount == 0)
            return new Measure(this) { Totals = totals, TotalCount = totalCount };
        int width = TotalCount + totalCount;
        double[] all = new double[checked(Count * width)];
        for (int i = 0; i < Count; i++)
        {
            Totals.Span.Slice(i * TotalCount, TotalCount).CopyTo(all.AsSpan(i * width));
            totals.Span.Slice(i * totalCount, totalCount).CopyTo(all.AsSpan(i * width + TotalCount));
        }
        return new Measure(this) { Totals = all, TotalCount = width };
    }

    /// <summary>The same atoms with further functions of their coordinates whose weighted sums a compression preserves exactly.</summary>
    /// <param name="features">Writes the functions' values at an atom: IN its coordinates, OUT <paramref name="totalCount"/>
    /// values.</param>
    /// <param name="totalCount">Number of functions, at least 1.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The total count is below 1.</exception>
    public Measure WithTotals(Action<ReadOnlySpan<double>, Span<double>> features, int totalCount)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentOutOfRangeException.ThrowIfLessThan(totalCount, 1);
        double[] totals = new double[checked(Count * totalCount)];
        for (int i = 0; i < Count; i++)
            features(Atom(i), totals.AsSpan(i * totalCount, totalCount));
        return WithTotals(totals, totalCount);
    }

    /// <summary>The same atoms in groups. Each group is compressed on its own, so its moments are preserved too.</summary>
    /// <param name="groups">One number per atom, the same for all atoms of a group.</param>
    /// <exception cref="ArgumentException">There is not one number an atom.</exception>
    public Measure WithGroups(ReadOnlyMemory<int> groups)
    {
        if (groups.Length != Count)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture,
                    $"There are {groups.Length} group numbers for {Count} atoms; give one for each."), nameof(groups));
        return new Measure(this) { Groups = groups };
    }

    /// <summary>
    /// The measure whose rows are coordinates, factors of the target and totals, as the engine works on them; the measure itself if it has
    /// coordinates only.
    /// </summary>
    internal Measure WithMatchedColumns()
    {
        MatchedColumns matched = Matched;
        if (matched.ArePlain)
            return this;
        double[] rows = GC.AllocateUninitializedArray<double>(checked(Count * matched.Width));
        ReadOnlySpan<double> targets = Targets.Span, totals = Totals.Span;
        int own = matched.Totals - TotalCount;
        for (int i = 0; i < Count; i++)
        {
            Span<double> row = rows.AsSpan(i * matched.Width, matched.Width);
            Atom(i).CopyTo(row);
            if (Loss is not null)
                Describe(Loss, i, targets.Slice(i * TargetCount, TargetCount), row.Slice(Dimension, matched.Factors),
                    row.Slice(Dimension + matched.Factors, own));
            totals.Slice(i * TotalCount, TotalCount).CopyTo(row[^TotalCount..]);
        }
        return new Measure(rows, matched.Width, Weights, TotalWeight, WeightedCount);
    }

    private static void Describe(ILoss loss, int row, ReadOnlySpan<double> target, Span<double> factors, Span<double> totals)
    {
        loss.Describe(target, factors, totals);
        foreach (double value in factors)
            Check(value, "factor");
        foreach (double value in totals)
            Check(value, "total");

        void Check(double value, string what)
        {
            if (!double.IsFinite(value))
                throw new ArgumentException(string.Create(
                    CultureInfo.InvariantCulture, $"The {loss.Name} loss describes the target of row {row} by a {what} of {value}: they "
                    + $"must be finite, so ILoss.Fault has to refuse such a target."), nameof(loss));
        }
    }

    /// <summary>The atoms of positive weight with targets, totals and groups; the measure itself if every weight is positive.</summary>
    internal Measure Weighing()
    {
        if (WeightedCount == Count)
            return this;
        int[] indices = [.. Enumerable.Range(0, Count).Where(i => Weights.Span[i] > 0)];
        return Subset(indices, Array.ConvertAll(indices, i => Weights.Span[i]));
    }

    /// <summary>Some of the atoms with targets, totals and groups, in new arrays.</summary>
    /// <param name="indices">IN, which.</param>
    /// <param name="weights">Their weights.</param>
    internal Measure Subset(ReadOnlySpan<int> indices, ReadOnlyMemory<double> weights)
    {
        int[] groups = new int[Groups.IsEmpty ? 0 : indices.Length];
        for (int i = 0; i < groups.Length; i++)
            groups[i] = Groups.Span[indices[i]];
        return new Measure(Trusted(Gather(Atoms.Span, Dimension, indices), Dimension, weights))
        {
            Loss = Loss,
            Targets = Gather(Targets.Span, TargetCount, indices),
            TargetCount = TargetCount,
            Totals = Gather(Totals.Span, TotalCount, indices),
            TotalCount = TotalCount,
            Groups = groups,
        };
    }

    private static double[] Gather(ReadOnlySpan<double> rows, int width, ReadOnlySpan<int> indices)
    {
        double[] gathered = new double[indices.Length * width];
        for (int i = 0; i < indices.Length; i++)
            rows.Slice(indices[i] * width, width).CopyTo(gathered.AsSpan(i * width));
        return gathered;
    }

    private void CheckColumns(ReadOnlyMemory<double> values, int columns, string what, string parameter)
    {
        if (values.Length != (long)Count * columns)
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"{values.Length} values are not {columns} {what}{(columns == 1 ? "" : "s")} for each of "
                + $"{Count} atoms; give count x {columns}, row-major."), parameter);
        ReadOnlySpan<double> span = values.Span;
        for (int i = 0; i < span.Length; i++)
        {
            if (!double.IsFinite(span[i]))
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture,
                        $"Row {i / columns}, {what} {i % columns} is {span[i]}: it must be finite; leave such rows out."), parameter);
        }
    }
}

namespace Polylog;

/// <summary>
/// Computes all moments of two measures and compares them. It checks a compression without using anything of the engine.
/// </summary>
/// <param name="Order">Order up to which moments were compared.</param>
/// <param name="Moments">Number of moments; columns that are constant in the full measure are not counted.</param>
/// <param name="WorstResidual">
/// Largest |difference| of a moment relative to its natural size: the largest value that Hoelder's inequality allows it given the full
/// measure's columns, the product over the columns of (sum of weight x |column|^n)^(exponent / n), n its total degree. Factors of a target
/// count as columns. Infinite where a column that is constant in the full measure is another number in the coreset.
/// </param>
/// <param name="WorstExponents">The exponents of that monomial, one a column; where there are targets and totals, one a factor and one a
/// total after them.</param>
internal sealed record MomentAudit(int Order, long Moments, double WorstResidual, IReadOnlyList<int> WorstExponents)
{
    /// <summary>The most moments that are compared: with more, their exponents alone fill the memory.</summary>
    public const int MostMoments = 1_000_000;

    private const int ChunkRows = 1 << 14;

    /// <summary>Compares the moments of two measures in monomials of the columns standardised by the full measure.</summary>
    /// <param name="full">The full measure.</param>
    /// <param name="coreset">The compressed one, in the same columns.</param>
    /// <param name="order">Highest total degree, at least 0.</param>
    /// <param name="progress">Told the share of the work done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <remarks>
    /// Monomials, not the engine's Chebyshev functions; sums in twice the working precision; one global frame, not the engine's leaves.
    /// O((full + coreset) x C(m + order, order)).
    /// </remarks>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order is negative, or has more moments than <see cref="MostMoments"/>.</exception>
    public static MomentAudit Compare(
        Measure full, Measure coreset, int order, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(full);
        ArgumentNullException.ThrowIfNull(coreset);
        ArgumentOutOfRangeException.ThrowIfNegative(order);
        if (full.Dimension != coreset.Dimension)
            throw new ArgumentException(
                $"The coreset has {coreset.Dimension} columns, the full measure {full.Dimension}.", nameof(coreset));
        if (coreset.Matched != full.Matched)
            throw new ArgumentException("The coreset does not carry the targets and totals of the full measure.", nameof(coreset));
        int[] columns = full.VaryingCoordinates();
        if (FirstOther(full, coreset) is { } other)
        {
            int[] first = new int[full.Matched.Width];
            first[other] = 1;
            return new MomentAudit(order, full.InCoordinates(columns).Matched.Count(order), double.PositiveInfinity, first);
        }
        MomentAudit audit = CompareVarying(full.InCoordinates(columns), coreset.InCoordinates(columns), order, progress, cancellation);
        int[] exponents = new int[full.Matched.Width];
        int[] places = [.. columns, .. Enumerable.Range(full.Dimension, exponents.Length - full.Dimension)];
        for (int i = 0; i < places.Length; i++)
            exponents[places[i]] = audit.WorstExponents[i];
        return audit with { WorstExponents = exponents };
    }

    // A column that is constant in the full measure and another number in the coreset: its standardised moments would all be 0.
    private static int? FirstOther(Measure full, Measure coreset)
    {
        for (int column = 0; column < full.Dimension; column++)
        {
            if (full.Varies(column))
                continue;
            double value = full.Atom(full.Weights.IsEmpty ? 0 : full.Weights.Span.IndexOfAnyExcept(0.0))[column];
            for (int i = 0; i < coreset.Count; i++)
            {
                double found = coreset.Atom(i)[column];
                if (Math.Abs(found - value) > 2 * Measure.SameTo * Math.Max(Math.Abs(found), Math.Abs(value))
                    && (coreset.Weights.IsEmpty || coreset.Weights.Span[i] > 0))
                    return column;
            }
        }
        return null;
    }

    private static MomentAudit CompareVarying(
        Measure full, Measure coreset, int order, IProgress<double>? progress, CancellationToken cancellation)
    {
        MatchedColumns matched = full.Matched;
        if (matched.Count(order) > MostMoments)
            throw new ArgumentOutOfRangeException(
                nameof(order), order, $"{matched.Describe(order)}, more than the {MostMoments} that are compared; take a lower order.");
        Measure all = full.WithMatchedColumns(), kept = coreset.WithMatchedColumns();
        var frame = Standardisation.Fit(all);
        int[][] exponents = [.. Compared(matched, order)];
        int[][] singles = matched.ArePlain ? [] : [.. Singles(matched, order)];
        double share = full.Count / (double)(full.Count + coreset.Count);
        FunctionSums wanted = Sum(all, frame, [.. exponents, .. singles], ScaledProgress.Part(progress, 0, share), cancellation);
        double[] sums = wanted.Values;
        double[] compressed = Sum(kept, frame, exponents, ScaledProgress.Part(progress, share, 1 - share), cancellation).Values;
        double[] magnitudes = NaturalMagnitudes([.. exponents, .. singles], wanted.Magnitudes, cancellation);
        int worst = 0;
        double worstResidual = 0;
        for (int a = 0; a < exponents.Length; a++)
        {
            double difference = Math.Abs(sums[a] - compressed[a]);
            double residual = difference == 0 ? 0 : difference / magnitudes[a];
            if (!(residual <= worstResidual))
            {
                worstResidual = residual;
                worst = a;
            }
        }
        return new MomentAudit(order, exponents.Length, worstResidual, exponents[worst]);
    }

    /// <summary>
    /// Exponents of all matched functions, one per column of the widened rows: monomials, monomials times a factor, totals.
    /// </summary>
    private static IEnumerable<int[]> Compared(MatchedColumns matched, int order)
    {
        foreach (int[] monomial in Exponents(matched.Dimension, order))
        {
            int[] wide = [.. monomial, .. new int[matched.Factors + matched.Totals]];
            yield return wide;
            for (int factor = 0; factor < matched.Factors; factor++)
                yield return With(wide, matched.Dimension + factor, 1);
        }
        for (int total = 0; total < matched.Totals; total++)
            yield return With(new int[matched.Width], matched.Dimension + matched.Factors + total, 1);
    }

    /// <summary>What Hoelder's bound needs besides: powers of single columns.</summary>
    private static IEnumerable<int[]> Singles(MatchedColumns matched, int order)
    {
        for (int column = 0; column < matched.Dimension + matched.Factors; column++)
        {
            for (int power = 1; power <= order + 1; power++)
                yield return With(new int[matched.Width], column, power);
        }
    }

    private static int[] With(int[] exponents, int column, int power)
    {
        int[] changed = (int[])exponents.Clone();
        changed[column] = power;
        return changed;
    }

    /// <summary>Hoelder's bound of each moment from the absolute moments of single columns of the same degree.</summary>
    private static double[] NaturalMagnitudes(int[][] exponents, double[] absolute, CancellationToken cancellation)
    {
        var single = new Dictionary<(int Column, int Degree), double>();
        for (int a = 0; a < exponents.Length; a++)
        {
            int degree = exponents[a].Sum();
            int column = Array.IndexOf(exponents[a], degree);
            if (column >= 0)
                single[(degree == 0 ? 0 : column, degree)] = absolute[a];
        }
        double[] magnitudes = new double[exponents.Length];
        for (int a = 0; a < exponents.Length; a++)
        {
            cancellation.ThrowIfCancellationRequested();
            int degree = exponents[a].Sum();
            magnitudes[a] = degree == 0 ? absolute[a] : 1;
            for (int column = 0; column < exponents[a].Length; column++)
            {
                if (exponents[a][column] > 0)
                    magnitudes[a] *= Math.Pow(single[(column, degree)], exponents[a][column] / (double)degree);
            }
        }
        return magnitudes;
    }

    /// <summary>All exponents of total degree at most the order, each after the one it is a multiple of by one column.</summary>
    private static IEnumerable<int[]> Exponents(int dimension, int order)
    {
        int[] current = new int[dimension];
        int left = order;
        while (true)
        {
            yield return (int[])current.Clone();
            // Odometer with the first column fastest, bounded by the total degree.
            int column = 0;
            while (column < dimension && left == 0)
            {
                left += current[column];
                current[column] = 0;
                column++;
            }
            if (column == dimension)
                yield break;
            current[column]++;
            left--;
        }
    }

    private static FunctionSums Sum(
        Measure measure, Standardisation frame, int[][] exponents, ScaledProgress? progress, CancellationToken cancellation) =>
        FunctionSums.Over(measure, exponents.Length, ChunkRows, (sums, from, to) =>
            AddRows(sums, measure, frame, exponents, from, to, cancellation), progress, cancellation);

    private static void AddRows(
        FunctionSums sums, Measure measure, Standardisation frame, int[][] exponents, int from, int to, CancellationToken cancellation)
    {
        int dimension = measure.Dimension;
        double[] values = new double[FunctionSums.BlockRows * dimension];
        double[] powers = new double[FunctionSums.BlockRows];
        for (int start = from; start < to; start += FunctionSums.BlockRows)
        {
            int count = Math.Min(FunctionSums.BlockRows, to - start);
            for (int i = 0; i < count; i++)
                frame.Apply(measure.Atom(start + i), values.AsSpan(i * dimension, dimension));
            for (int a = 0; a < exponents.Length; a++)
            {
                // Here and not once a block: a block of all moments can take seconds.
                cancellation.ThrowIfCancellationRequested();
                Monomials(values, dimension, exponents[a], powers.AsSpan(0, count));
                sums.Add(a, powers.AsSpan(0, count), measure.AtomWeights, start);
            }
        }
    }

    private static void Monomials(ReadOnlySpan<double> values, int dimension, int[] exponents, Span<double> powers)
    {
        powers.Fill(1);
        for (int column = 0; column < dimension; column++)
        {
            for (int times = 0; times < exponents[column]; times++)
            {
                for (int i = 0; i < powers.Length; i++)
                    powers[i] *= values[i * dimension + column];
            }
        }
    }
}

namespace Polylog;

/// <summary>Evaluates the basis at a leaf's points, a block at a time, so that the features of all points are never held.</summary>
internal sealed class LeafFeatures(PolynomialBasis basis)
{
    /// <summary>Points evaluated together: small enough for a block's features to stay in the first caches.</summary>
    private const int Block = 32;

    /// <summary>Far from zero, numbers are whole steps apart: their spacing is then the data, not an error of it.</summary>
    private const double MaxDataTolerance = 1e-6;

    /// <summary>Additions into one running sum before it is put away: keeps rounding errors from growing with the leaf.</summary>
    private const int Run = 64;

    private readonly LocalFrame _frame = new(basis.Dimension);
    private readonly AlignedBuffer _scratchBuffer = new();
    private readonly AlignedBuffer _blockBuffer = new();
    private readonly AlignedBuffer _runBuffer = new();

    /// <summary>Size of the features' errors that come from the rounding of the data, as far as it may blur what counts as independent.</summary>
    public double DataTolerance => Math.Min(MaxDataTolerance, Tableau.RankTolerance(basis.Count) * basis.Order * _frame.Magnification);

    /// <summary>Fits the local frame to the leaf.</summary>
    public void Fit(ReadOnlySpan<double> rows) => _frame.Fit(rows);

    /// <summary>Features of single points.</summary>
    /// <param name="rows">IN, the leaf's rows.</param>
    /// <param name="points">IN, which of them.</param>
    /// <param name="functions">How many functions.</param>
    /// <param name="stride">Row length of the features, at least the padded number of points.</param>
    /// <param name="features">OUT, functions x stride, zero beyond the points.</param>
    public void Single(ReadOnlySpan<double> rows, ReadOnlySpan<int> points, int functions, int stride, Span<double> features)
    {
        for (int first = 0; first < stride; first += Block)
        {
            int width = Math.Min(Block, stride - first);
            ReadOnlySpan<int> part = first < points.Length ? points[first..Math.Min(points.Length, first + width)] : [];
            Span<double> values = Evaluate(rows, part, [], width, functions);
            for (int f = 0; f < functions; f++)
                values.Slice(f * width, width).CopyTo(features.Slice(f * stride + first, width));
        }
    }

    /// <summary>Weighted sums over groups: the point at position i of the list belongs to group i mod groups.</summary>
    /// <param name="rows">IN, the leaf's rows.</param>
    /// <param name="points">IN, which of them.</param>
    /// <param name="weights">IN, weights by position in the list.</param>
    /// <param name="groups">Number of groups, a multiple of <see cref="Kernels.Lanes"/>.</param>
    /// <param name="functions">How many functions.</param>
    /// <param name="sums">OUT, functions x groups.</param>
    public void GroupSums(ReadOnlySpan<double> rows, ReadOnlySpan<int> points, ReadOnlySpan<double> weights, int groups, int functions, Span<double> sums)
    {
        sums[..(functions * groups)].Clear();
        for (int first = 0; first < groups; first += Block)
        {
            int width = Math.Min(Block, groups - first);
            Span<double> run = _runBuffer.Take(functions * width);
            run.Clear();
            int added = 0;
            for (int at = first; at < points.Length; at += groups)
            {
                int taken = Math.Min(width, points.Length - at);
                Span<double> values = Evaluate(rows, points.Slice(at, taken), weights.Slice(at, taken), width, functions);
                Kernels.Add(run, values);
                if (++added == Run)
                {
                    AddRun(run, sums, first, width, groups, functions);
                    run.Clear();
                    added = 0;
                }
            }
            AddRun(run, sums, first, width, groups, functions);
        }
    }

    private static void AddRun(ReadOnlySpan<double> run, Span<double> sums, int first, int width, int groups, int functions)
    {
        for (int f = 0; f < functions; f++)
            Kernels.Add(sums.Slice(f * groups + first, width), run.Slice(f * width, width));
    }

    private Span<double> Evaluate(ReadOnlySpan<double> rows, ReadOnlySpan<int> points, ReadOnlySpan<double> weights, int width, int functions)
    {
        int dimension = basis.Dimension;
        Span<double> scratch = _scratchBuffer.Take((dimension + 1) * width + basis.ScratchLength(width));
        Span<double> local = scratch[..(dimension * width)];
        Span<double> multipliers = scratch.Slice(dimension * width, width);
        if (points.Length < width)
        {
            local.Clear();
            multipliers.Clear();
        }
        for (int i = 0; i < points.Length; i++)
        {
            _frame.Map(rows.Slice(points[i] * dimension, dimension), local[i..], width);
            multipliers[i] = weights.IsEmpty ? 1 : weights[i];
        }
        Span<double> values = _blockBuffer.Take(functions * width);
        basis.Evaluate(local, multipliers, width, functions, scratch[((dimension + 1) * width)..], values);
        return values;
    }
}

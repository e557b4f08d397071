namespace Polylog;

/// <summary>
/// The functions of a leaf of even weights: polynomials with their products and totals, kernel functions that are matched, kernel functions
/// that are watched. Kernel functions go with every factor of the target, as polynomials do.
/// </summary>
/// <remarks>One instance a thread.</remarks>
internal sealed class WindowFunctions : IPointFunctions
{
    private readonly FunctionPlan _plan;
    private readonly LeafFeatures _polynomials;
    private readonly MatchedColumns _columns;
    private readonly AlignedBuffer _scratch = new();
    private readonly AlignedBuffer _kernel = new();
    private readonly double[] _centres;
    private readonly double[] _reciprocals;

    public WindowFunctions(FunctionBasis basis, FunctionPlan plan, ReadOnlySpan<double> rows)
    {
        _plan = plan;
        _columns = basis.Columns;
        _polynomials = new LeafFeatures(basis, new Workers());
        _polynomials.Fit(rows);
        var frame = new LocalFrame(basis.Width);
        frame.Fit(rows);
        _centres = [.. Enumerable.Range(0, _columns.Factors).Select(factor => frame.Centre(_columns.Dimension + factor))];
        _reciprocals = [.. Enumerable.Range(0, _columns.Factors).Select(factor => frame.Reciprocal(_columns.Dimension + factor))];
        Matched = plan.Matched + plan.Window!.KernelMatched * (1 + _columns.Factors);
        Watched = plan.Window.KernelWatched * (1 + _columns.Factors);
    }

    /// <summary>Functions that are matched exactly, the first ones.</summary>
    public int Matched { get; }

    /// <summary>Functions after those that are kept small.</summary>
    public int Watched { get; }

    /// <summary>Size of the errors in the values that come from the rounding of the data.</summary>
    public double Tolerance => Math.Max(_polynomials.DataTolerance, Tableau.RankTolerance(Matched));

    /// <inheritdoc/>
    public void Single(ReadOnlySpan<double> rows, ReadOnlySpan<int> points, int functions, int stride, Span<double> values)
    {
        int padded = Kernels.Pad(points.Length);
        int polynomials = Math.Min(functions, _plan.Matched);
        Span<double> first = _kernel.Take(polynomials * padded);
        _polynomials.Single(rows, points, polynomials, padded, first);
        for (int f = 0; f < polynomials; f++)
            first.Slice(f * padded, padded).CopyTo(values[(f * stride)..]);
        if (functions == polynomials || _plan.Window!.Kernel is not { } kernel)
            return;
        int sets = 1 + _columns.Factors, matched = _plan.Window.KernelMatched, watched = functions > Matched ? _plan.Window.KernelWatched : 0;
        int own = matched + watched;
        if (sets == 1)
        {
            Evaluate(kernel, rows, points, own, stride, values[(polynomials * stride)..]);
            return;
        }
        Span<double> plain = _kernel.Take((own + 1) * padded);
        Evaluate(kernel, rows, points, own, padded, plain);
        Span<double> multiplier = plain[(own * padded)..];
        for (int set = 0; set < sets; set++)
        {
            multiplier.Clear();
            for (int i = 0; i < points.Length; i++)
            {
                multiplier[i] = set == 0 ? 1 : (rows[points[i] * _columns.Width + _columns.Dimension + set - 1] - _centres[set - 1])
                    * _reciprocals[set - 1];
            }
            for (int f = 0; f < own; f++)
            {
                int place = f < matched ? polynomials + set * matched + f : Matched + set * watched + f - matched;
                Kernels.Multiply(values.Slice(place * stride, padded), plain.Slice(f * padded, padded), multiplier);
            }
        }
    }

    private void Evaluate(
        KernelFunctions kernel, ReadOnlySpan<double> rows, ReadOnlySpan<int> points, int functions, int stride, Span<double> values)
    {
        for (int block = 0; block < KernelFunctions.Blocks(points.Length); block++)
            kernel.Evaluate(block, rows, _columns.Width, points, functions, stride, values, _scratch);
    }
}

namespace Polylog;

/// <summary>
/// The functions of a leaf of even weights: polynomials with their products and totals, kernel functions that are matched, kernel functions
/// that are watched. Kernel functions depend on the factors of the target as on coordinates.
/// </summary>
/// <remarks>One instance a thread.</remarks>
internal sealed class WindowFunctions : IPointFunctions
{
    private readonly FunctionPlan _plan;
    private readonly LeafFeatures _polynomials;
    private readonly MatchedColumns _columns;
    private readonly AlignedBuffer _scratch = new();
    private readonly AlignedBuffer _first = new();
    private readonly KernelFunctions? _kernel;
    private readonly int _kernelMatched;
    private readonly LocalFrame _frame;

    /// <param name="basis">The polynomials.</param>
    /// <param name="plan">What is matched.</param>
    /// <param name="kernel">The kernel functions; null for none.</param>
    /// <param name="rows">IN, the leaf's rows.</param>
    public WindowFunctions(FunctionBasis basis, FunctionPlan plan, KernelFunctions? kernel, ReadOnlySpan<double> rows)
    {
        _plan = plan;
        _kernel = kernel;
        int found = kernel?.Count ?? 0;
        _kernelMatched = Math.Min(plan.Window!.Recipe.Plan.Matched, found);
        _columns = basis.Columns;
        _polynomials = new LeafFeatures(basis, new Workers());
        _polynomials.Fit(rows);
        _frame = new LocalFrame(basis.Width);
        _frame.Fit(rows);
        Matched = plan.Matched + _kernelMatched;
        Watched = Math.Min(plan.Window.Recipe.Plan.Watched, found - _kernelMatched) + _columns.Watched;
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
        Span<double> first = _first.Take(polynomials * padded);
        _polynomials.Single(rows, points, polynomials, padded, first);
        for (int f = 0; f < polynomials; f++)
            first.Slice(f * padded, padded).CopyTo(values[(f * stride)..]);
        if (functions > Matched && _columns.Watched > 0)
            FurtherColumns(rows, points, stride, values[((Matched + Watched - _columns.Watched) * stride)..]);
        if (functions == polynomials || _kernel is not { } kernel)
            return;
        int own = functions > Matched ? _kernelMatched + Watched - _columns.Watched : _kernelMatched;
        for (int block = 0; block < KernelFunctions.Blocks(points.Length); block++)
            kernel.Evaluate(block, rows, _columns.Width, points, own, stride, values[(polynomials * stride)..], _scratch);
    }

    /// <summary>The watched columns of the rows themselves, in the frame; zero beyond the points.</summary>
    private void FurtherColumns(ReadOnlySpan<double> rows, ReadOnlySpan<int> points, int stride, Span<double> values)
    {
        int first = _columns.Width - _columns.Watched, padded = Kernels.Pad(points.Length);
        for (int f = 0; f < _columns.Watched; f++)
        {
            Span<double> own = values.Slice(f * stride, padded);
            own.Clear();
            double centre = _frame.Centre(first + f), reciprocal = _frame.Reciprocal(first + f);
            for (int i = 0; i < points.Length; i++)
                own[i] = (rows[points[i] * _columns.Width + first + f] - centre) * reciprocal;
        }
    }
}

namespace Polylog;

/// <summary>
/// Writes every column of a feature matrix as a combination of a few of its columns, the basic ones: the simplex tableau.
/// </summary>
/// <remarks>
/// <para>
/// Let A be the constraints x points matrix of feature values. Row by row (a function at a time) Gaussian elimination picks
/// the column of largest magnitude as the pivot, which selects discrete Leja points: a well-conditioned set of basic columns B.
/// Then T = B^-1 A, and for every other column j the vector that is 1 at j, -T[., j] at the basic columns and 0 elsewhere is
/// a null vector of A: moving along it changes weights but no matched sum.
/// </para>
/// <para>
/// Rows below the rank tolerance depend on the rows above; they are skipped, so the number of basic columns is the numerical
/// rank. Extra rows are reduced like the others but never pivoted on: what remains of them is how much each null vector
/// changes the functions that are <em>not</em> matched. Right-hand sides are columns that are never picked: B^-1 b comes out.
/// </para>
/// <para>
/// Left-looking: a row is brought up to date in one sweep, when its turn comes, four earlier rows at a time. It stays in the first
/// cache while the rows it needs stream past, one load a multiply-add. Cost for p columns and N rows: N^2 p - N^3/3 for the
/// elimination and N^2 (p - N) for the back substitution, in multiply-adds x 2.
/// </para>
/// </remarks>
internal sealed class Tableau
{
    private const double MachineEpsilon = 2.220446049250313e-16;

    private readonly AlignedBuffer _buffer = new();
    private readonly AlignedBuffer _coefficientBuffer = new();
    private int[] _columns = [];
    private int _stride;

    /// <summary>Basic columns: the numerical rank of the constraint rows.</summary>
    public int Rank { get; private set; }

    /// <summary>Real columns.</summary>
    public int Points { get; private set; }

    /// <summary>Rows reduced without being pivoted on.</summary>
    public int Extras { get; private set; }

    /// <summary>Original column at a position: the first <see cref="Rank"/> positions are the basic ones.</summary>
    public ReadOnlySpan<int> Columns => _columns.AsSpan(0, Points);

    /// <summary>Row of T: at a position right of the basic ones, the coefficient of this basic column in the column there.</summary>
    public ReadOnlySpan<double> Row(int basic) => _buffer.Take((Rank + Extras) * _stride).Slice(basic * _stride, _stride);

    /// <summary>An extra row, reduced: the change of that function along each null vector.</summary>
    public ReadOnlySpan<double> ExtraRow(int extra) => Row(Rank + extra);

    /// <summary>Solution for right-hand side number <paramref name="side"/> at basic position <paramref name="basic"/>.</summary>
    public double Solution(int basic, int side) => Row(basic)[Points + side];

    /// <summary>
    /// Size that rounding errors of the elimination alone give a row which depends on the rows above it: they add up as the square root of the
    /// number of rows; times 16. Features have size about 1.
    /// </summary>
    public static double RankTolerance(int constraints) => 16 * MachineEpsilon * Math.Sqrt(constraints);

    /// <summary>Factors a feature matrix.</summary>
    /// <param name="features">IN, (constraints + extras) rows of <paramref name="stride"/>: first the points, then the right-hand sides, then padding.</param>
    /// <param name="stride">Row length, a multiple of <see cref="Kernels.Lanes"/>.</param>
    /// <param name="points">Columns that may become basic.</param>
    /// <param name="constraints">Rows that are matched.</param>
    /// <param name="extras">Rows after those, reduced only.</param>
    /// <param name="tolerance">Size below which a reduced row counts as dependent.</param>
    /// <param name="combine">False when the rank is all that is wanted: the combinations are not worked out.</param>
    /// <param name="cancellation">Ends the work early: with thousands of functions this is minutes.</param>
    public void Factor(
        ReadOnlySpan<double> features, int stride, int points, int constraints, int extras, double tolerance,
        bool combine = true, CancellationToken cancellation = default)
    {
        _stride = stride;
        Points = points;
        Extras = extras;
        Rank = 0;
        if (_columns.Length < stride)
            _columns = new int[stride];
        for (int j = 0; j < stride; j++)
            _columns[j] = j;
        Span<double> upper = _buffer.Take((Math.Min(constraints, points) + extras + 1) * stride);

        for (int i = 0; i < constraints && Rank < points; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> row = upper.Slice(Rank * stride, stride);
            Gather(features.Slice(i * stride, stride), row);
            Eliminate(upper, row);
            int pivot = Rank + Kernels.IndexOfLargestMagnitude(row[Rank..points]);
            // Written so that a NaN, which nothing here produces, would be skipped and not picked.
            if (pivot < Rank || !(Math.Abs(row[pivot]) > tolerance))
                continue;
            SwapColumns(upper, Rank, pivot);
            double reciprocal = 1 / row[Rank];
            for (int j = Rank; j < stride; j++)
                row[j] *= reciprocal;
            Rank++;
        }
        if (!combine)
            return;
        for (int e = 0; e < extras; e++)
        {
            Span<double> row = upper.Slice((Rank + e) * stride, stride);
            Gather(features.Slice((constraints + e) * stride, stride), row);
            Eliminate(upper, row);
        }
        BackSubstitute(upper, cancellation);
    }

    private void Gather(ReadOnlySpan<double> source, Span<double> row)
    {
        ReadOnlySpan<int> columns = _columns.AsSpan(0, row.Length);
        for (int j = 0; j < row.Length; j++)
            row[j] = source[columns[j]];
    }

    /// <summary>row -= (its entries at the pivots so far) * (pivot rows so far). Entries left of the pivots become garbage.</summary>
    private void Eliminate(Span<double> upper, Span<double> row)
    {
        int stride = _stride;
        Span<double> c = stackalloc double[4];
        int t = 0;
        for (; t + 4 <= Rank; t += 4)
        {
            ReadOnlySpan<double> first = upper.Slice(t * stride, 4 * stride);
            c[0] = row[t];
            c[1] = row[t + 1] - c[0] * first[t + 1];
            c[2] = row[t + 2] - c[0] * first[t + 2] - c[1] * first[stride + t + 2];
            c[3] = row[t + 3] - c[0] * first[t + 3] - c[1] * first[stride + t + 3] - c[2] * first[2 * stride + t + 3];
            int from = AlignDown(t + 4);
            Kernels.SubtractScaled4(row[from..], c, first[from..], stride);
        }
        for (; t < Rank; t++)
        {
            int from = AlignDown(t + 1);
            Kernels.SubtractScaled(row[from..], row[t], upper.Slice(t * stride + from, stride - from));
        }
    }

    /// <summary>Turns the unit upper triangular rows into T, from the last row up, on the columns right of the basic ones.</summary>
    private void BackSubstitute(Span<double> upper, CancellationToken cancellation)
    {
        int stride = _stride;
        int from = AlignDown(Rank);
        if (from >= stride)
            return;
        // Rounding the columns down touches the last few basic ones, whose entries are still needed: work from a copy.
        Span<double> coefficients = _coefficientBuffer.Take(Kernels.Pad(Rank + 1));
        for (int s = Rank - 2; s >= 0; s--)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> row = upper.Slice(s * stride, stride);
            row[..Rank].CopyTo(coefficients);
            Span<double> target = row[from..];
            int t = s + 1;
            for (; t + 4 <= Rank; t += 4)
                Kernels.SubtractScaled4(target, coefficients.Slice(t, 4), upper[(t * stride + from)..], stride);
            for (; t < Rank; t++)
                Kernels.SubtractScaled(target, coefficients[t], upper.Slice(t * stride + from, stride - from));
        }
    }

    private void SwapColumns(Span<double> upper, int left, int right)
    {
        if (left == right)
            return;
        (_columns[left], _columns[right]) = (_columns[right], _columns[left]);
        for (int row = 0; row <= Rank; row++)
        {
            Span<double> values = upper.Slice(row * _stride, _stride);
            (values[left], values[right]) = (values[right], values[left]);
        }
    }

    private static int AlignDown(int position) => position & ~(Kernels.Lanes - 1);
}

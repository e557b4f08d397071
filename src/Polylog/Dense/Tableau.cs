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
/// Left-looking by panels: <see cref="Panel"/> rows are brought up to date together when their turn comes, so that the rows they need
/// stream past once for all of them; inside a panel the same is done by halves. Columns are cut into tiles that do not depend on each
/// other, which is what several threads share. Cost for p columns and N rows: N^2 p - N^3/3 for the elimination and N^2 (p - N) for the
/// back substitution, in multiply-adds x 2.
/// </para>
/// </remarks>
internal sealed class Tableau
{
    /// <summary>Distance of 1 from the next larger double.</summary>
    public const double MachineEpsilon = 2.220446049250313e-16;

    /// <summary>Rows brought up to date together.</summary>
    private const int Panel = BlockProduct.TileRows;

    /// <summary>Pivot rows whose factors are worked out together.</summary>
    private const int Solved = 64;

    /// <summary>Multiply-adds in the time of exchanging two entries somewhere in a row.</summary>
    private const int SwapCost = 128;

    private readonly Workers _workers;
    private readonly Action<int> _multiplyTile;
    private readonly Action<int> _swapColumns;
    private readonly BackSubstitution _substitution;
    private readonly AlignedBuffer _buffer = new();
    private readonly AlignedBuffer _factorBuffer = new();
    private readonly int[] _swaps = new int[Panel];
    private int[] _columns = [];
    private int _stride;
    private int _rows;
    private int _finished; // pivot rows above the panel being worked on
    private Multiplication _step;

    public Tableau(Workers? workers = null)
    {
        _workers = workers ?? new Workers();
        _multiplyTile = MultiplyTile;
        _substitution = new BackSubstitution(_workers);
        _swapColumns = SwapColumns;
    }

    /// <summary>A run of rows.</summary>
    /// <param name="First">First row.</param>
    /// <param name="Count">Number of rows.</param>
    private readonly record struct RowRun(int First, int Count);

    /// <summary>Pivot rows times factors, to be subtracted from target rows.</summary>
    /// <param name="Pivots">The pivot rows.</param>
    /// <param name="Targets">The target rows.</param>
    /// <param name="Factors">Where the factors of the first pivot row start.</param>
    /// <param name="FactorStride">Distance of the factors of consecutive target rows.</param>
    /// <param name="From">First column.</param>
    /// <param name="To">Column after the last.</param>
    private readonly record struct Multiplication(RowRun Pivots, RowRun Targets, int Factors, int FactorStride, int From, int To);

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
    /// Size that rounding errors of the elimination alone give a row which depends on the rows above it: they add up as the square root of
    /// the number of rows; times 16. Features have size about 1.
    /// </summary>
    public static double RankTolerance(int constraints) => 16 * MachineEpsilon * Math.Sqrt(constraints);

    /// <summary>Factorises a feature matrix.</summary>
    /// <param name="features">IN, (constraints + extras) rows of <paramref name="stride"/>: first the points, then the right-hand sides,
    /// then padding.</param>
    /// <param name="stride">Row length, a multiple of <see cref="Kernels.Lanes"/>.</param>
    /// <param name="points">Columns that may become basic.</param>
    /// <param name="constraints">Rows that are matched.</param>
    /// <param name="extras">Rows after those, reduced only.</param>
    /// <param name="tolerance">Size below which a reduced row counts as dependent.</param>
    /// <param name="combine">False when the rank is all that is wanted: the combinations are not worked out.</param>
    public void Factorise(
        ReadOnlySpan<double> features, int stride, int points, int constraints, int extras, double tolerance, bool combine = true)
    {
        _stride = stride;
        Points = points;
        Extras = extras;
        Rank = 0;
        if (_columns.Length < stride)
            _columns = new int[stride];
        for (int j = 0; j < stride; j++)
            _columns[j] = j;
        // Dependent rows are found in the panel they came with: up to a panel more than there are pivots.
        _rows = Math.Min(constraints, points + Panel) + extras;
        Span<double> upper = Upper;

        for (int i = 0; i < constraints && Rank < points; i += Panel)
        {
            _finished = Rank;
            int rows = Math.Min(Panel, constraints - i);
            for (int r = 0; r < rows; r++)
                Gather(features.Slice((i + r) * stride, stride), upper.Slice((_finished + r) * stride, stride));
            Eliminate(0, _finished, _finished, rows);
            Pivot(upper, _finished, rows, _finished + rows, tolerance);
            _workers.Run((_finished + Panel - 1) / Panel, (long)SwapCost * _finished * (Rank - _finished), _swapColumns);
        }
        if (!combine)
            return;
        for (int e = 0; e < extras; e++)
            Gather(features.Slice((constraints + e) * stride, stride), upper.Slice((Rank + e) * stride, stride));
        for (int e = 0; e < extras; e += Panel)
            Eliminate(0, Rank, Rank + e, Math.Min(Panel, extras - e));
        _substitution.Run(_buffer, Rank, _stride);
    }

    private Span<double> Upper => _buffer.Take(_rows * _stride);

    private void Gather(ReadOnlySpan<double> source, Span<double> row)
    {
        ReadOnlySpan<int> columns = _columns.AsSpan(0, row.Length);
        for (int j = 0; j < row.Length; j++)
            row[j] = source[columns[j]];
    }

    /// <summary>
    /// Takes the pivot rows first .. last-1 off rows of a panel. Entries left of the pivots become garbage.
    /// </summary>
    private void Eliminate(int first, int last, int row, int rows)
    {
        if (first == last || rows == 0)
            return;
        _workers.Cancellation.ThrowIfCancellationRequested();
        Span<double> upper = Upper;
        int factorStride = Kernels.Pad(last - first);
        Span<double> factors = _factorBuffer.Take(Panel * factorStride);
        // The factors first, on the columns up to the last pivot's; then all at once to what is right of there.
        int edge = Kernels.Pad(last);
        var targets = new RowRun(row, rows);
        for (int block = first; block < last;)
        {
            int from = AlignDown(block);
            int end = Math.Min(last, from + Solved);
            int columns = Kernels.Pad(end) - from;
            TriangularSolve.Run(
                upper[(row * _stride + from)..], _stride, rows, upper[(block * _stride + from)..], _stride, block - from, end - block,
                [], factors[(block - first)..], factorStride, columns);
            Multiply(new Multiplication(new RowRun(block, end - block), targets, block - first, factorStride, from + columns, edge));
            block = end;
        }
        Multiply(new Multiplication(new RowRun(first, last - first), targets, 0, factorStride, edge, _stride));
    }

    private void Multiply(Multiplication step)
    {
        _step = step;
        int columns = step.To - step.From;
        int tiles = (columns + BlockProduct.TileColumns - 1) / BlockProduct.TileColumns;
        _workers.Run(tiles, (long)step.Pivots.Count * step.Targets.Count * columns, _multiplyTile);
    }

    private void MultiplyTile(int tile)
    {
        Multiplication step = _step;
        Span<double> upper = Upper;
        int from = step.From + tile * BlockProduct.TileColumns;
        BlockProduct.Subtract(
            upper[(step.Targets.First * _stride + from)..], _stride, step.Targets.Count,
            _factorBuffer.Take(Panel * step.FactorStride)[step.Factors..], step.FactorStride,
            upper[(step.Pivots.First * _stride + from)..], _stride, step.Pivots.Count, Math.Min(BlockProduct.TileColumns, step.To - from));
    }

    /// <summary>
    /// Makes pivot rows of rows that are up to date with all pivots but those found among themselves: half of them, then the others.
    /// </summary>
    private void Pivot(Span<double> upper, int row, int rows, int end, double tolerance)
    {
        int before = Rank;
        if (rows > 4)
        {
            int half = (rows / 2 + 3) & ~3; // whole fours, which are worked on together
            Pivot(upper, row, half, end, tolerance);
            Eliminate(before, Rank, row + half, rows - half);
            Pivot(upper, row + half, rows - half, end, tolerance);
            return;
        }
        for (int next = row; next < row + rows; next++)
        {
            for (int t = before; t < Rank; t++)
            {
                int from = AlignDown(t + 1);
                double factor = upper[next * _stride + t];
                Kernels.SubtractScaled(
                    upper.Slice(next * _stride + from, _stride - from), factor, upper.Slice(t * _stride + from, _stride - from));
            }
            Pivot(upper, next, end, tolerance);
        }
    }

    /// <summary>Makes a pivot row of a row that is up to date, unless nothing is left of it.</summary>
    private void Pivot(Span<double> upper, int from, int end, double tolerance)
    {
        Span<double> row = upper.Slice(from * _stride, _stride);
        int pivot = Rank + Kernels.IndexOfLargestMagnitude(row[Rank..Points]);
        // Written so that a NaN, which nothing here produces, would be skipped and not picked.
        if (pivot < Rank || !(Math.Abs(row[pivot]) > tolerance))
            return;
        // The rows of the panel change columns now, those above it when it is done.
        _swaps[Rank - _finished] = pivot;
        (_columns[Rank], _columns[pivot]) = (_columns[pivot], _columns[Rank]);
        for (int other = _finished; other < end; other++)
            Swap(upper.Slice(other * _stride, _stride), Rank, pivot);
        int aligned = AlignDown(Rank);
        // A column equal to the pivot's gets exactly 1 here, and exactly 0 in all rows below.
        Kernels.Divide(upper.Slice(Rank * _stride + aligned, _stride - aligned), row[aligned..], row[Rank]);
        Rank++;
    }

    /// <summary>Repeats a panel's column changes in some of the rows above it.</summary>
    private void SwapColumns(int part)
    {
        for (int row = part * Panel; row < (part + 1) * Panel && row < _finished; row++)
        {
            Span<double> values = Upper.Slice(row * _stride, _stride);
            for (int left = _finished; left < Rank; left++)
                Swap(values, left, _swaps[left - _finished]);
        }
    }

    private static void Swap(Span<double> row, int left, int right) => (row[left], row[right]) = (row[right], row[left]);

    private static int AlignDown(int position) => position & ~(Kernels.Lanes - 1);
}

namespace Polylog;

/// <summary>
/// Ridge regression on Gaussian functions about a few centres (the subset of regressors: Smola, Schölkopf, Sparse greedy matrix
/// approximation for machine learning, ICML 2000). Coefficients a solve (K'WK + p K_c) a = K'Wy, where K has the functions' values at the
/// rows, and K_c at the centres.
/// </summary>
/// <param name="rows">The rows.</param>
/// <param name="centres">The centres, standardised, count x dimension.</param>
/// <param name="width">Width of the functions: their exponent is -1 at width x the square root of the dimension.</param>
/// <param name="options">Threads and cancellation.</param>
internal sealed class KernelRegression(SmoothingRows rows, ReadOnlyMemory<double> centres, double width, ParallelOptions options)
{
    private const int BlockRows = 256;

    // Added to the diagonal, as a share of the rows: centres can be equal, or nearly so.
    private const double Jitter = 1e-8;

    private readonly KernelCentres _centres = new(centres.Span, rows.Dimension);
    private readonly double _scale = width * width * rows.Dimension;

    private double[] _products = []; // -K'WK, lower triangle
    private double[] _sides = []; // K'Wy

    private int Width => _centres.Width;

    /// <summary>Adds rows to the sums.</summary>
    /// <param name="from">The first row.</param>
    /// <param name="to">One beyond the last.</param>
    /// <param name="progress">Told the share of the work done, 0 to 1.</param>
    public void Add(int from, int to, IProgress<double>? progress = null)
    {
        if (_products.Length == 0)
            (_products, _sides) = (new double[_centres.Count * Width + Width], new double[Width]);
        double[] values = new double[BlockRows * Width], turned = new double[Width * BlockRows], targets = new double[BlockRows];
        int tiles = (_centres.Count + BlockProduct.TileRows - 1) / BlockProduct.TileRows;
        for (int first = from; first < to; first += BlockRows)
        {
            int start = first, count = Math.Min(BlockRows, to - first);
            ParallelLoop.For(0, count, options, i =>
            {
                Span<double> own = values.AsSpan(i * Width, Width);
                _centres.Evaluate(rows.Row(start + i), _scale, own);
                double root = Math.Sqrt(rows.Weights[start + i]);
                targets[i] = root * rows.Targets[start + i];
                for (int j = 0; j < _centres.Count; j++)
                    turned[j * BlockRows + i] = own[j] *= root;
            });
            ParallelLoop.For(0, tiles, options, tile =>
            {
                int low = tile * BlockProduct.TileRows, high = Math.Min(low + BlockProduct.TileRows, _centres.Count);
                BlockProduct.Subtract(_products.AsSpan(low * Width), Width, high - low, turned.AsSpan(low * BlockRows), BlockRows,
                    values, Width, count, Kernels.Pad(high));
                for (int j = low; j < high; j++)
                {
                    double sum = _sides[j];
                    for (int i = 0; i < count; i++)
                        sum = Math.FusedMultiplyAdd(turned[j * BlockRows + i], targets[i], sum);
                    _sides[j] = sum;
                }
            });
            progress?.Report((double)(start + count - from) / (to - from));
        }
    }

    /// <summary>Coefficients of the rows added so far, for each of some penalties.</summary>
    public double[][] Solve(IReadOnlyList<double> penalties)
    {
        double[][] solutions = new double[penalties.Count][];
        double[] between = Values(centres.Span);
        ParallelLoop.For(0, penalties.Count, options, place =>
        {
            int count = _centres.Count;
            double[] matrix = new double[count * count];
            for (int a = 0; a < count; a++)
            {
                for (int b = 0; b <= a; b++)
                    matrix[a * count + b] = penalties[place] * between[a * Width + b] - _products[a * Width + b];
                matrix[a * count + a] += Jitter * rows.Count;
            }
            BlockCholesky.Factorise(matrix, count, Jitter / 100);
            solutions[place] = _sides.AsSpan(0, count).ToArray();
            Cholesky.Solve(matrix, solutions[place]);
        });
        return solutions;
    }

    /// <summary>The regression at some points.</summary>
    /// <param name="points">IN, standardised, count x dimension.</param>
    /// <param name="solutions">Coefficients, at least one set of them.</param>
    /// <returns>A value for each point and set, count x sets.</returns>
    public double[] Predict(ReadOnlyMemory<double> points, params double[][] solutions)
    {
        int count = points.Length / rows.Dimension;
        double[] predicted = new double[count * solutions.Length];
        ParallelLoop.For(0, count, options, () => new double[Width], (i, values) =>
        {
            _centres.Evaluate(points.Span.Slice(i * rows.Dimension, rows.Dimension), _scale, values);
            for (int set = 0; set < solutions.Length; set++)
            {
                double sum = 0;
                for (int j = 0; j < _centres.Count; j++)
                    sum = Math.FusedMultiplyAdd(values[j], solutions[set][j], sum);
                predicted[i * solutions.Length + set] = sum;
            }
        });
        return predicted;
    }

    private double[] Values(ReadOnlySpan<double> points)
    {
        double[] values = new double[_centres.Count * Width];
        for (int i = 0; i < _centres.Count; i++)
            _centres.Evaluate(points.Slice(i * rows.Dimension, rows.Dimension), _scale, values.AsSpan(i * Width, Width));
        return values;
    }
}

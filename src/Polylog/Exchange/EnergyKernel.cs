using System.Runtime.Intrinsics;

namespace Polylog;

/// <summary>
/// The energy of a difference of weights in a leaf: the mean square, over random half-spaces, of the change in the half-space's weight and
/// in its sum of the target's noise.
/// </summary>
/// <remarks>
/// <para>
/// A random half-space parts two points with a probability in proportion to their distance (Crofton), so for differences d that add up to 0
/// this is, up to a factor, -sum d_i d_j |x_i - x_j| (1 + e_i e_j): the energy distance (G. J. Szekely, M. L. Rizzo, Energy statistics, J.
/// Stat. Plan. Inference 143, 2013), with a term for the noise e. The gradients of networks of ReLUs and the splits of trees are sums over
/// half-spaces; kinked functions are integrals of them.
/// </para>
/// <para>
/// The noise is what is left of each factor of the target after its linear trend in the leaf, in units of its standard deviation; means
/// over the factors. Points stand in units of the leaf's standard deviations. The measure is represented by a sample of the leaf.
/// </para>
/// </remarks>
internal sealed class EnergyKernel
{
    /// <summary>Part of a variance that is rounding: what is no larger counts as no noise, and as no spread.</summary>
    private const double Rounding = 1e-18;

    private readonly AlignedBuffer _coordinateBuffer = new();
    private readonly AlignedBuffer _noiseBuffer = new();
    private readonly AlignedBuffer _matrixBuffer = new();
    private readonly AlignedBuffer _rowBuffer = new();
    private readonly AlignedBuffer _potentialBuffer = new();
    private readonly AlignedBuffer _weightBuffer = new();
    private int _stride;

    /// <summary>Fits the kernel to points.</summary>
    /// <param name="rows">IN, the leaf's rows.</param>
    /// <param name="matched">What the columns of a row are.</param>
    /// <param name="points">IN, the candidates, then other points.</param>
    /// <param name="weights">IN, the weights of all of them in the sample of the measure.</param>
    /// <param name="candidates">How many may be kept.</param>
    public void Fill(
        ReadOnlySpan<double> rows, MatchedColumns matched, ReadOnlySpan<int> points, ReadOnlySpan<double> weights, int candidates)
    {
        int all = Kernels.Pad(points.Length);
        _stride = Kernels.Pad(candidates);
        int dimension = matched.Dimension, factors = matched.Factors, width = matched.Width;
        Span<double> coordinates = _coordinateBuffer.Take(dimension * all);
        Span<double> noise = _noiseBuffer.Take(factors * all);
        Span<double> padded = _weightBuffer.Take(all);
        coordinates.Clear();
        noise.Clear();
        padded.Clear();
        weights.CopyTo(padded);
        for (int i = 0; i < points.Length; i++)
        {
            ReadOnlySpan<double> row = rows.Slice(points[i] * width, width);
            for (int axis = 0; axis < dimension; axis++)
                coordinates[axis * all + i] = row[axis];
            for (int factor = 0; factor < factors; factor++)
                noise[factor * all + i] = row[dimension + factor];
        }
        for (int axis = 0; axis < dimension; axis++)
            Standardise(coordinates.Slice(axis * all, points.Length), weights);
        LinearTrend.Remove(coordinates, all, dimension, noise, factors, weights);
        for (int factor = 0; factor < factors; factor++)
            Standardise(noise.Slice(factor * all, points.Length), weights);

        Span<double> matrix = _matrixBuffer.Take(candidates * _stride);
        Span<double> potentials = _potentialBuffer.Take(candidates);
        Span<double> line = _rowBuffer.Take(all);
        for (int i = 0; i < candidates; i++)
        {
            Energies(coordinates, noise, all, dimension, factors, i, line);
            line[.._stride].CopyTo(matrix[(i * _stride)..]);
            potentials[i] = Kernels.DotAndSquare(line, padded).Dot;
        }
    }

    /// <summary>Energies of a candidate with all candidates.</summary>
    public ReadOnlySpan<double> Row(int candidate) => _matrixBuffer.Take((candidate + 1) * _stride).Slice(candidate * _stride, _stride);

    /// <summary>Energy of a candidate with the measure.</summary>
    public double Potential(int candidate) => _potentialBuffer.Take(candidate + 1)[candidate];

    private static void Standardise(Span<double> values, ReadOnlySpan<double> weights)
    {
        double total = 0, mean = 0, squares = 0, size = 0;
        for (int i = 0; i < values.Length; i++)
        {
            total += weights[i];
            mean += weights[i] * values[i];
        }
        mean /= total;
        for (int i = 0; i < values.Length; i++)
        {
            size = Math.Max(size, Math.Abs(values[i]));
            values[i] -= mean;
            squares += weights[i] * (values[i] * values[i]);
        }
        double variance = squares / total;
        double reciprocal = variance > Rounding * size * size ? 1 / Math.Sqrt(variance) : 0;
        for (int i = 0; i < values.Length; i++)
            values[i] *= reciprocal;
    }

    private static void Energies(
        ReadOnlySpan<double> coordinates, ReadOnlySpan<double> noise, int stride, int dimension, int factors, int point, Span<double> line)
    {
        Vector512<double> share = Vector512.Create(1.0 / Math.Max(1, factors));
        for (int i = 0; i < stride; i += Kernels.Lanes)
        {
            Vector512<double> square = Vector512<double>.Zero, product = Vector512<double>.Zero;
            for (int axis = 0; axis < dimension; axis++)
            {
                Vector512<double> apart = Vector512.Create(coordinates.Slice(axis * stride + i, Kernels.Lanes)) - Vector512.Create(
                    coordinates[axis * stride + point]);
                square = Vector512.FusedMultiplyAdd(apart, apart, square);
            }
            for (int factor = 0; factor < factors; factor++)
            {
                product = Vector512.FusedMultiplyAdd(
                    Vector512.Create(noise.Slice(factor * stride + i, Kernels.Lanes)), Vector512.Create(noise[factor * stride + point]),
                        product);
            }
            (-Vector512.Sqrt(square) * Vector512.FusedMultiplyAdd(product, share, Vector512<double>.One)).CopyTo(line[i..]);
        }
    }
}

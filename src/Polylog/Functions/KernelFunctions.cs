namespace Polylog;

/// <summary>
/// Functions of a row that a kernel leads to: sums over landmarks l of a coefficient times K(x, l). Standardised columns with a constant
/// beside them; the kernel is <see cref="ArcCosine"/>.
/// </summary>
/// <param name="dimension">Coordinates, the first columns of a row.</param>
/// <param name="frame">Means, then reciprocal deviations, of the coordinates: 2 x dimension.</param>
/// <param name="landmarks">Standardised landmarks of length 1, landmarks x (dimension + 1): the last is the constant.</param>
/// <param name="coefficients">Functions x landmarks.</param>
/// <param name="count">Number of functions.</param>
internal sealed class KernelFunctions(int dimension, double[] frame, double[] landmarks, double[] coefficients, int count)
{
    /// <summary>Points evaluated together: their values at all landmarks stay in the second cache.</summary>
    private const int Block = 64;

    private readonly double[] _negativeLandmarks = Array.ConvertAll(landmarks, value => -value);
    private readonly double[] _negativeCoefficients = Array.ConvertAll(coefficients, value => -value);

    /// <summary>Number of functions.</summary>
    public int Count => count;

    /// <summary>Number of landmarks.</summary>
    public int Landmarks => landmarks.Length / (dimension + 1);

    /// <summary>Blocks that a number of points makes: they can be evaluated side by side.</summary>
    public static int Blocks(int points) => (points + Block - 1) / Block;

    /// <summary>Values of one block of points.</summary>
    /// <param name="block">Number of the block.</param>
    /// <param name="rows">IN, rows of <paramref name="width"/> columns.</param>
    /// <param name="width">Columns of a row.</param>
    /// <param name="points">IN, which rows, in order.</param>
    /// <param name="functions">How many functions, from the first on.</param>
    /// <param name="stride">Row length of the values, at least the padded number of points.</param>
    /// <param name="values">OUT, functions x stride; the block's part of each row, zero beyond the points.</param>
    /// <param name="scratch">Room.</param>
    public void Evaluate(int block, ReadOnlySpan<double> rows, int width, ReadOnlySpan<int> points, int functions, int stride,
        Span<double> values, AlignedBuffer scratch)
    {
        int first = block * Block;
        int taken = Math.Min(Block, points.Length - first);
        int padded = Kernels.Pad(taken);
        int wide = dimension + 1, all = Landmarks;
        Span<double> room = scratch.Take((wide + 1 + all) * padded);
        room.Clear();
        Span<double> local = room[..(wide * padded)];
        Span<double> lengths = room.Slice(wide * padded, padded);
        Span<double> kernel = room[((wide + 1) * padded)..];
        for (int i = 0; i < taken; i++)
            lengths[i] = Direction(rows.Slice(points[first + i] * width, dimension), frame, local[i..], padded);
        BlockProduct.Subtract(kernel, padded, all, _negativeLandmarks, wide, local, padded, wide, padded);
        for (int landmark = 0; landmark < all; landmark++)
            ArcCosine.Apply(kernel.Slice(landmark * padded, padded), lengths);
        for (int f = 0; f < functions; f++)
            values.Slice(f * stride + first, padded).Clear();
        if (functions > 0)
            BlockProduct.Subtract(values[first..], stride, functions, _negativeCoefficients, all, kernel, padded, all, padded);
    }

    /// <summary>Writes a row's direction, standardised and with the constant, of length 1; returns the length it had.</summary>
    /// <param name="row">IN, the coordinates.</param>
    /// <param name="frame">IN, means and reciprocal deviations.</param>
    /// <param name="direction">OUT, each <paramref name="stride"/> apart.</param>
    /// <param name="stride">Distance of consecutive values.</param>
    public static double Direction(ReadOnlySpan<double> row, ReadOnlySpan<double> frame, Span<double> direction, int stride)
    {
        int dimension = row.Length;
        // The constant weighs as much as all columns together on average.
        double constant = Math.Sqrt(dimension), square = dimension;
        for (int column = 0; column < dimension; column++)
        {
            double value = (row[column] - frame[column]) * frame[dimension + column];
            direction[column * stride] = value;
            square += value * value;
        }
        direction[dimension * stride] = constant;
        double length = Math.Sqrt(square);
        for (int column = 0; column <= dimension; column++)
            direction[column * stride] /= length;
        return length;
    }
}

namespace Polylog.Tests;

/// <summary>The arc-cosine kernel and the functions found from it.</summary>
public class KernelFunctionTests
{
    [Fact]
    public void The_kernel_is_that_of_the_formula()
    {
        double[] cosines = [-1, -0.999, -0.7, -0.3, -1e-9, 0, 1e-9, 0.2, 0.5, 0.9, 0.999999, 1, 1 + 1e-15, -1 - 1e-15, 0.1, 0.6];
        double[] values = [.. cosines], lengths = [.. cosines.Select((_, i) => 1.0 + i)];
        ArcCosine.Apply(values, lengths);
        for (int i = 0; i < values.Length; i++)
        {
            double c = Math.Clamp(cosines[i], -1, 1);
            double expected = (Math.Sqrt(1 - c * c) + (Math.PI - Math.Acos(c)) * c) / Math.PI;
            Assert.Equal(expected * lengths[i], values[i], 1e-10);
        }
    }

    /// <summary>A function is a sum over landmarks of a coefficient times the kernel, whatever block a point is in.</summary>
    [Fact]
    public void Values_are_sums_over_landmarks()
    {
        const int Dimension = 3, Landmarks = 5, Functions = 4, Points = 150;
        var random = new SplitMix64(1);
        double[] frame = [0.5, -1, 2, 1, 0.5, 2];
        double[] landmarks = new double[Landmarks * (Dimension + 1)], coefficients = new double[Functions * Landmarks];
        for (int l = 0; l < Landmarks; l++)
        {
            double[] row = [random.Normal(), random.Normal(), random.Normal()];
            KernelFunctions.Direction(row, frame, landmarks.AsSpan(l * (Dimension + 1)), 1);
        }
        for (int i = 0; i < coefficients.Length; i++)
            coefficients[i] = random.Normal();
        double[] rows = new double[Points * Dimension];
        for (int i = 0; i < rows.Length; i++)
            rows[i] = 3 * random.Normal();
        var functions = new KernelFunctions(Dimension, frame, landmarks, coefficients, Functions);
        int stride = Kernels.Pad(Points);
        double[] values = new double[Functions * stride];
        for (int block = 0; block < KernelFunctions.Blocks(Points); block++)
        {
            functions.Evaluate(
                block, rows, Dimension, Enumerable.Range(0, Points).ToArray(), Functions, stride, values, new AlignedBuffer());
        }
        for (int i = 0; i < Points; i++)
        {
            double[] direction = new double[Dimension + 1];
            double length = KernelFunctions.Direction(rows.AsSpan(i * Dimension, Dimension), frame, direction, 1);
            for (int f = 0; f < Functions; f++)
            {
                double expected = 0;
                for (int l = 0; l < Landmarks; l++)
                {
                    double c = direction.Zip(landmarks.Skip(l * (Dimension + 1)), (a, b) => a * b).Sum();
                    c = Math.Clamp(c, -1, 1);
                    expected += coefficients[f * Landmarks + l] * length * (Math.Sqrt(1 - c * c) + (Math.PI - Math.Acos(c)) * c) / Math.PI;
                }
                Assert.Equal(expected, values[f * stride + i], 1e-8);
            }
        }
    }

    /// <summary>The functions explain what polynomials do not: a kink is nearer to their span the more there are.</summary>
    [Fact]
    public void More_functions_explain_more_of_a_kink()
    {
        Measure measure = WideTables.Draw(1500, 8, 2);
        double[] left = [.. new[] { 5, 40, 160 }.Select(count => Unexplained(measure, count))];
        Assert.True(left[0] > 1.3 * left[1] && left[1] > 1.3 * left[2], string.Join(", ", left));
    }

    private static double Unexplained(Measure measure, int count)
    {
        var recipe = new KernelRecipe(1, new KernelPlan(count, 0, 1500, 2 * count));
        KernelFunctions functions = KernelSample.Find(measure, measure.Dimension, recipe, new Workers());
        Assert.Equal(count, functions.Count);
        int n = measure.Count, stride = Kernels.Pad(n), all = 1 + measure.Dimension + count;
        double[] values = new double[all * stride];
        for (int i = 0; i < n; i++)
        {
            values[i] = 1;
            for (int column = 0; column < measure.Dimension; column++)
                values[(1 + column) * stride + i] = measure.Atom(i)[column];
        }
        for (int block = 0; block < KernelFunctions.Blocks(n); block++)
            functions.Evaluate(block, measure.Atoms.Span, measure.Dimension, Enumerable.Range(0, n).ToArray(), count, stride,
                values.AsSpan((1 + measure.Dimension) * stride), new AlignedBuffer());
        double[] kink = [.. Enumerable.Range(0, n).Select(i => Math.Max(0, measure.Atom(i)[0] + measure.Atom(i)[3] - 0.4))];
        // What least squares on all rows leaves, by orthogonalisation.
        for (int f = 0; f < all; f++)
        {
            Span<double> own = values.AsSpan(f * stride, n);
            double square = Dot(own, own);
            if (square < 1e-20)
                continue;
            for (int g = f + 1; g < all; g++)
                Take(values.AsSpan(g * stride, n), own, square);
            Take(kink, own, square);
        }
        return Math.Sqrt(Dot(kink, kink) / n);

        static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
        {
            double sum = 0;
            for (int i = 0; i < a.Length; i++)
                sum += a[i] * b[i];
            return sum;
        }

        static void Take(Span<double> from, ReadOnlySpan<double> own, double square)
        {
            double factor = Dot(from, own) / square;
            for (int i = 0; i < from.Length; i++)
                from[i] -= factor * own[i];
        }
    }
}

namespace Polylog.Experiments.Tests;

/// <summary>Differences of the paper's functions, far below the rounding of the functions themselves.</summary>
public class InnerProductMeanTests
{
    [Fact]
    public void Of_functions_whose_moments_are_matched_nothing_is_left()
    {
        // A cubic of the inner product is a polynomial of degree 3 in the atom.
        (InnerProductMean function, Coreset coreset) = Make(t => 1 + t * t * t);
        Assert.InRange(Math.Abs(function.Difference(coreset)), 0, 1e-16);
    }

    [Fact]
    public void Of_others_it_is_the_difference_of_the_means()
    {
        (InnerProductMean function, Coreset coreset) = Make(t => Math.Exp(2 * t));
        Measure kept = coreset.Points;
        double plain = Mean(Source) - Mean(kept);
        Assert.True(Math.Abs(plain) > 1e-9);
        Assert.Equal(plain, function.Difference(coreset), 1e-13);

        double Mean(Measure measure)
        {
            double sum = 0;
            for (int i = 0; i < measure.Count; i++)
            {
                double weight = measure.Weights.IsEmpty ? 1 : measure.Weights.Span[i];
                for (int a = 0; a < 10; a++)
                    sum += weight * Math.Exp(2 * (measure.Atom(i)[0] * Inputs[2 * a] + measure.Atom(i)[1] * Inputs[2 * a + 1])) / 10;
            }
            return sum / measure.TotalWeight;
        }
    }

    private static Measure Source { get; } = UniformCube.Draw(5000, 2, seed: 4);

    private static double[] Inputs { get; } = [.. Enumerable.Range(0, 20).Select(i => Math.Sin(i))];

    private static (InnerProductMean Function, Coreset Coreset) Make(Func<double, double> g)
    {
        Coreset coreset = MomentCompressor.Compress(Source, new CompressionOptions { Order = 3, Size = 100, Scale = ColumnScale.None });
        return (new InnerProductMean(Source, Inputs, g), coreset);
    }
}

namespace Polylog.Tests;

/// <summary>
/// Kernel functions are found again from the measure and what a coreset says about them, and the check sees other
/// weights.
/// </summary>
public class KernelCheckTests
{
    private const int Rows = 1500;

    private static readonly CompressionOptions s_kernel = new() { Functions = FunctionFamily.Kernel, Size = 200 };

    public static TheoryData<string> Measures => ["plain", "weighted", "constant column", "equal rows", "groups", "classes", "target"];

    [Theory]
    [MemberData(nameof(Measures))]
    public void Functions_that_were_matched_match(string name)
    {
        Measure measure = Make(name);
        Coreset coreset = MomentCompressor.Compress(measure, s_kernel);
        Assert.True(coreset.Kernels.Sum(recipe => recipe?.Plan.Matched) > 0);
        KernelFinding found = KernelCheck.Compare(measure, coreset.Points, coreset.Kernels, threads: 2);
        Assert.InRange(found.Residual, 0, 1e-13);
        Assert.InRange(found.Matched, 1, coreset.Count);
        Assert.True(found.Watched > 0);
    }

    [Fact]
    public void The_finding_does_not_depend_on_threads()
    {
        Measure measure = Make("groups");
        Coreset coreset = MomentCompressor.Compress(measure, s_kernel);
        Assert.Equal(
            KernelCheck.Compare(measure, coreset.Points, coreset.Kernels, threads: 1),
            KernelCheck.Compare(measure, coreset.Points, coreset.Kernels, threads: 3));
    }

    [Fact]
    public void Other_weights_are_seen()
    {
        Measure measure = Make("plain");
        Coreset coreset = MomentCompressor.Compress(measure, s_kernel);
        double[] weights = coreset.Weights.ToArray();
        (weights[0], weights[1]) = (weights[0] / 2, weights[1] + weights[0] / 2);
        Measure changed = measure.Subset(coreset.Indices.Span, weights);
        Assert.InRange(KernelCheck.Compare(measure, changed, coreset.Kernels, threads: 2).Residual, 1e-6, 1);
    }

    [Fact]
    public void Another_measure_is_seen()
    {
        Coreset coreset = MomentCompressor.Compress(Make("plain"), s_kernel);
        Assert.InRange(
            KernelCheck.Compare(UniformCube.Draw(Rows, 6, seed: 2), coreset.Points, coreset.Kernels, threads: 2).Residual, 1e-6, 1);
    }

    [Fact]
    public void A_group_without_atoms_or_without_a_recipe_is_a_fault()
    {
        Measure measure = Make("groups");
        Coreset coreset = MomentCompressor.Compress(measure, s_kernel);
        int[] first = [.. coreset.Indices.ToArray().Where(atom => measure.Groups.Span[atom] == 0)];
        Measure one = measure.Subset(first, Array.ConvertAll(first, _ => 1.0));
        Assert.Equal(double.PositiveInfinity, KernelCheck.Compare(measure, one, coreset.Kernels, threads: 1).Residual);
        Assert.Equal(
            double.PositiveInfinity, KernelCheck.Compare(measure, coreset.Points, [coreset.Kernels[0]], threads: 1).Residual);
    }

    [Fact]
    public void A_coreset_of_polynomials_has_no_functions_to_check()
    {
        Measure measure = Make("plain");
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Order = 2, Size = 100 });
        Assert.Empty(coreset.Kernels);
        Assert.Equal(default, KernelCheck.Compare(measure, coreset.Points, coreset.Kernels, threads: 1));
    }

    [Fact]
    public void The_largest_weight_is_over_the_mean_of_its_group()
    {
        var measure = new Measure((double[])[0, 1, 2, 3, 4, 5], dimension: 1, (double[])[1, 2, 3, 10, 10, 0]);
        Assert.Equal(10 / 5.2, KernelCheck.LargestWeight(measure), 1e-12);
        Assert.Equal(1.5, KernelCheck.LargestWeight(measure.WithGroups((int[])[0, 0, 0, 1, 1, 1])), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1.3)]
    [InlineData(2)]
    public void Weights_stay_below_the_largest_that_was_asked_for(double limit)
    {
        Measure measure = Make("groups");
        Coreset coreset = MomentCompressor.Compress(measure, s_kernel with { MaxWeight = limit });
        Assert.InRange(KernelCheck.LargestWeight(coreset.Points), 1, limit * (1 + 1e-9));
        Assert.Equal(limit, coreset.MaxWeight);
    }

    [Fact]
    public void Where_kernel_functions_alone_have_to_be_given_up_all_moments_match()
    {
        Measure measure = Make("plain");
        Coreset coreset = MomentCompressor.Compress(measure, s_kernel with { MaxWeight = 1.5, Order = 1 });
        Assert.Equal(1, coreset.Order);
        Assert.InRange(coreset.MomentResidual, 0, 1e-13);
        Assert.NotEqual(CompressionStatus.NearlyMatched, coreset.Status);
        Assert.InRange(MomentAudit.Compare(measure, coreset.Points, 1).WorstResidual, 0, 1e-12);
    }

    private static Measure Make(string name)
    {
        Measure plain = UniformCube.Draw(Rows, 6, seed: 1);
        double[] atoms = plain.Atoms.ToArray();
        switch (name)
        {
            case "weighted":
                return new Measure(atoms, 6, (double[])[.. Enumerable.Range(0, Rows).Select(i => i % 50 == 0 ? 0 : 1.0 + i % 3)]);
            case "constant column":
                for (int i = 0; i < Rows; i++)
                    atoms[6 * i + 2] = 7;
                return new Measure(atoms, 6);
            case "equal rows":
                atoms.AsSpan(0, 6 * 300).CopyTo(atoms.AsSpan(6 * 900));
                return new Measure(atoms, 6);
            case "groups":
                return plain.WithGroups(Enumerable.Range(0, Rows).Select(i => i % 3 == 0 ? 0 : 5).ToArray());
            case "classes":
                return plain.WithTargets(Enumerable.Range(0, Rows).Select(i => (double)(i % 2)).ToArray(), Loss.Classes);
            case "target":
                return plain.WithTargets(
                    Enumerable.Range(0, Rows).Select(i => atoms[6 * i] * atoms[6 * i + 1]).ToArray(), Loss.Squared);
            default:
                return plain;
        }
    }
}

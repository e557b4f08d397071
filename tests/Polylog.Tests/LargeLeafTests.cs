namespace Polylog.Tests;

/// <summary>One leaf with hundreds of functions: what several threads share.</summary>
public class LargeLeafTests
{
    [Theory]
    [InlineData(24, 325, Effort.Fast)]
    [InlineData(20, 300, Effort.Balanced)]
    public void Match_to_rounding_with_the_same_bits_for_any_number_of_threads(int order, int size, Effort effort)
    {
        Measure measure = UniformCube.Draw(3000, 2, seed: 4);
        Coreset[] coresets = [.. new[] { 1, 2, 3 }.Select(threads =>
            MomentCompressor.Compress(measure, new CompressionOptions { Order = order, Size = size, Threads = threads, Effort = effort }))];
        Assert.Equal(1, coresets[0].Leaves);
        Assert.InRange(coresets[0].Count, 1, size);
        Assert.InRange(coresets[0].MomentResidual, 0, 1e-15);
        foreach (Coreset coreset in coresets)
        {
            Assert.Equal(coresets[0].Indices.ToArray(), coreset.Indices.ToArray());
            Assert.Equal(coresets[0].Weights.ToArray(), coreset.Weights.ToArray());
        }
    }
}

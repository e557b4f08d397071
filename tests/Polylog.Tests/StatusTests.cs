namespace Polylog.Tests;

/// <summary>How a compression ended is told, and a strict one throws.</summary>
public class StatusTests
{
    [Fact]
    public void Points_of_full_rank_are_matched()
    {
        Coreset coreset = MomentCompressor.Compress(UniformCube.Draw(3000, 2, seed: 1), new CompressionOptions { Order = 3, Size = 100 });
        Assert.Equal(CompressionStatus.Matched, coreset.Status);
        Assert.Equal("100 atoms match all moments up to order 3.", coreset.StatusMessage);
    }

    [Fact]
    public void Points_on_a_line_are_rank_deficient()
    {
        Coreset coreset = MomentCompressor.Compress(HardMeasures.Make("line in R^5"), new CompressionOptions { Order = 2, Size = 100 });
        Assert.Equal(CompressionStatus.RankDeficient, coreset.Status);
        Assert.Contains("constant, copied or two-valued columns", coreset.StatusMessage, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(HardMeasures.Names), MemberType = typeof(HardMeasures))]
    public void A_status_agrees_with_what_it_is_about(string name)
    {
        var options = new CompressionOptions { Order = 2, Fraction = 0.2 };
        Coreset coreset = MomentCompressor.Compress(HardMeasures.Make(name), options);
        Assert.Equal(coreset.Status == CompressionStatus.ResidualAboveLimit, !(coreset.MomentResidual <= 1e-10));
        Assert.NotEqual("", coreset.StatusMessage);
        if (coreset.Status is CompressionStatus.Matched or CompressionStatus.RankDeficient)
            Assert.Equal(coreset.Indices.ToArray(),
                MomentCompressor.Compress(HardMeasures.Make(name), options with { Strict = true }).Indices.ToArray());
    }

    [Theory]
    [InlineData(11, 10, 0, CompressionStatus.SizeNotReached,
        "11 atoms are kept, more than the 10 asked for: fewer cannot match all moments up to order 4. Raise Size or lower Order.")]
    [InlineData(10, 10, 2e-6, CompressionStatus.ResidualAboveLimit,
        "The moments of the 10 kept atoms are off by 2.0e-6 of a leaf's weight, more than 1e-10: lower Order, use fewer columns, or leave "
            + "the farthest atoms out.")]
    [InlineData(10, 10, 2e-10, CompressionStatus.ResidualAboveLimit,
        "The moments of the 10 kept atoms are off by 2.0e-10 of a leaf's weight, more than 1e-10: lower Order, use fewer columns, or leave "
            + "the farthest atoms out.")]
    [InlineData(10, 10, double.NaN, CompressionStatus.ResidualAboveLimit,
        "The moments of the 10 kept atoms are off by NaN of a leaf's weight, more than 1e-10: lower Order, use fewer columns, or leave the "
            + "farthest atoms out.")]
    public void What_was_missed_is_told_and_a_strict_compression_throws(
        int kept, int asked, double residual, CompressionStatus status, string message)
    {
        Measure measure = UniformCube.Draw(50, 1, seed: 2);
        int[] indices = [.. Enumerable.Range(0, kept)];
        var coreset = new Coreset(
            measure, indices, [.. indices.Select(_ => 50.0 / kept)], [new OrderShare(4, 1, kept, 0)], residual)
        { SizeAsked = asked };
        Assert.Equal(status, coreset.Status);
        Assert.Equal(message, coreset.StatusMessage);
        var exception = Assert.Throws<CompressionException>(coreset.ThrowIfMissed);
        Assert.Equal(status, exception.Status);
        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public void An_order_that_was_lowered_is_told()
    {
        Measure measure = UniformCube.Draw(50, 1, seed: 2);
        OrderShare[] shares = [new OrderShare(4, 1, 1, 0), new OrderShare(6, 1, 1, 0)];
        var coreset = new Coreset(measure, [1, 2], [25, 25], shares, momentResidual: 0) { OrderAsked = 6 };
        Assert.Equal(CompressionStatus.OrderLowered, coreset.Status);
        Assert.StartsWith("2 atoms match all moments up to order 4, not 6: ", coreset.StatusMessage, StringComparison.Ordinal);
        coreset.ThrowIfMissed();
    }

    [Fact]
    public void A_coreset_of_all_distinct_atoms_says_that_it_is_exact()
    {
        Coreset coreset = MomentCompressor.Compress(HardMeasures.Make("duplicated rows"), new CompressionOptions { Size = 100 });
        Assert.Equal("Every distinct atom is kept (40 of 2000): the coreset is exact for every function.", coreset.StatusMessage);
    }

    [Fact]
    public void A_fault_of_an_option_is_one_line_with_its_value_once()
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(
            () => MomentCompressor.Compress(UniformCube.Draw(50, 2, seed: 1), new CompressionOptions { Size = -1 })).Message;
        Assert.Equal("Size is -1: the size must be at least 1. (Parameter 'Size')", message);
    }

    [Fact]
    public void A_certificate_is_refused_for_another_measure()
    {
        Measure measure = UniformCube.Draw(500, 2, seed: 3);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 50 });
        string size = Assert.Throws<ArgumentException>(() => coreset.Certify(UniformCube.Draw(400, 2, seed: 3))).Message;
        Assert.StartsWith("The coreset was made from 500 atoms of 2 coordinates, the measure has 400 of 2; pass the measure that was "
            + "compressed.", size, StringComparison.Ordinal);
        var weighted = new Measure(measure.Atoms, 2, Enumerable.Repeat(2.0, 500).ToArray());
        Assert.Contains("this one has weight 1000", Assert.Throws<ArgumentException>(() => coreset.Certify(weighted)).Message,
            StringComparison.Ordinal);
        Measure learning = measure.WithTargets(new double[500], Loss.Squared);
        Assert.Contains("1 targets", Assert.Throws<ArgumentException>(() => coreset.Certify(learning)).Message, StringComparison.Ordinal);
        string atom = Assert.Throws<ArgumentException>(() => coreset.Certify(UniformCube.Draw(500, 2, seed: 4))).Message;
        Assert.Contains("differs from the atom that the coreset kept", atom, StringComparison.Ordinal);
    }
}

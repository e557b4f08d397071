namespace Polylog.Tests;

/// <content>Streams that go on for long.</content>
public sealed partial class StreamingTests
{
    [Fact]
    public void Forgotten_rows_weigh_less_in_moments_sums_and_draws()
    {
        Measure all = Weighted(3);
        StreamingCompressor stream = new(s_options, all) { PartRows = 3000 };
        Measure[] parts = [.. Parts(all, 20)];
        double[] weights = new double[all.Count];
        int first = 0;
        foreach (Measure part in parts)
        {
            stream.Scale(0.75);
            for (int i = 0; i < first; i++)
                weights[i] *= 0.75;
            for (int i = 0; i < part.Count; i++)
                weights[first + i] = part.AtomWeights[i];
            stream.Add(part);
            first += part.Count;
        }
        var expected = new Measure(all.Atoms.ToArray(), 3, weights);
        StreamedCoreset kept = stream.Build();
        Assert.Equal(expected.TotalWeight, stream.TotalWeight, 1e-13 * expected.TotalWeight);
        Assert.InRange(MomentAudit.Compare(expected, kept.Points, 3).WorstResidual, 0, 1e-12);
        Assert.InRange(kept.WorstMatchedPower, 0, 1e-12);
        Evidence carried = kept.Evidence!, direct = Evidence.Between(expected, kept.Points, 3);
        Assert.InRange(carried.Random.Median / direct.Random.Median, 0.4, 2.5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_factor_that_is_no_weight_is_refused(double factor) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamingCompressor(s_options).Scale(factor));

    [Fact]
    public void A_hundred_updates_keep_moments_to_rounding()
    {
        Measure all = Weighted(3);
        StreamingCompressor stream = new(s_options) { PartRows = 3000 };
        foreach (Measure part in Parts(all, 100))
        {
            stream.Add(part);
            using var state = new MemoryStream();
            long[] held = stream.Held.Rows;
            stream.Save(state, row => Array.BinarySearch(held, row));
            state.Position = 0;
            stream = StreamingCompressor.Load(state, s_options);
            Assert.Equal(Enumerable.Range(0, held.Length).Select(row => (long)row), stream.Held.Rows);
        }
        StreamedCoreset kept = stream.Build();
        Assert.Equal(all.TotalWeight, kept.SourceWeight);
        Assert.InRange(MomentAudit.Compare(all, kept.Points, 3).WorstResidual, 0, 1e-12);
    }

    [Fact]
    public void A_smaller_size_can_be_built_and_more_rows_added()
    {
        Measure all = Weighted(3);
        StreamingCompressor stream = Filled(new StreamingCompressor(s_options) { PartRows = 5000 }, Parts(all, 8));
        StreamedCoreset small = stream.Build(50);
        Assert.InRange(small.Count, 20, 50);
        Assert.InRange(MomentAudit.Compare(all, small.Points, 3).WorstResidual, 0, 1e-12);
        stream.Add(all);
        Assert.Equal(2 * Rows, stream.Build().SourceCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Build(201));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Build(0));
    }

    [Fact]
    public void While_all_rows_are_at_hand_the_evidence_has_the_order_of_the_coreset()
    {
        Measure all = Weighted(3);
        var options = new CompressionOptions { Size = 400 };
        StreamingCompressor stream = new(options, all);
        stream.Add(all);
        StreamedCoreset kept = stream.Build();
        Assert.Equal(kept.Order + 1, kept.Evidence!.Order);
        Assert.InRange(kept.WorstMatchedPower, 0, 1e-9);
        Assert.InRange(kept.Evidence.Discrepancy, 1e-9, 1);
    }
}

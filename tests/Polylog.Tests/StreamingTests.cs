namespace Polylog.Tests;

/// <summary>Rows that come in parts: moments are those of all rows, whatever the parts, their order and their number.</summary>
public sealed partial class StreamingTests
{
    private const int Rows = 40_000;

    private static readonly CompressionOptions s_options = new() { Size = 200, Order = 3 };

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Moments_of_all_rows_are_preserved(int parts)
    {
        Measure all = Weighted(3);
        StreamedCoreset kept = Streamed(all, parts, s_options);
        Assert.InRange(kept.Count, 1, 200);
        Assert.Equal(3, kept.Order);
        Assert.Equal((Rows, all.TotalWeight), (kept.SourceCount, kept.SourceWeight));
        Assert.InRange(MomentAudit.Compare(all, kept.Points, 3).WorstResidual, 0, 1e-12);
        Assert.InRange(kept.WorstMatchedPower, 0, 1e-12);
    }

    [Fact]
    public void Kept_rows_are_rows_of_the_stream_in_its_order()
    {
        Measure all = Weighted(3);
        StreamedCoreset kept = Streamed(all, 9, s_options);
        long[] rows = kept.Rows.ToArray();
        Assert.Equal(rows.Order().Distinct(), rows);
        for (int i = 0; i < rows.Length; i++)
            Assert.Equal(all.Atom((int)rows[i]), kept.Points.Atom(i));
    }

    [Fact]
    public void The_result_does_not_depend_on_threads()
    {
        Measure all = Weighted(3);
        StreamedCoreset one = Streamed(all, 9, s_options with { Threads = 1 }), other = Streamed(all, 9, s_options with { Threads = 3 });
        Assert.Equal(one.Rows.ToArray(), other.Rows.ToArray());
        Assert.Equal(one.Points.Weights.ToArray(), other.Points.Weights.ToArray());
        Assert.Equal(one.Evidence, other.Evidence);
    }

    [Fact]
    public void The_evidence_is_that_of_all_rows()
    {
        Measure all = Weighted(3);
        StreamedCoreset kept = Streamed(all, 9, s_options, sample: all);
        Evidence carried = kept.Evidence!, direct = Evidence.Between(all, kept.Points, 3);
        Assert.Equal(direct.Coreset.Median, carried.Coreset.Median, 1e-9 * direct.Coreset.Median);
        Assert.Equal(direct.Steps.Coreset.Worst, carried.Steps.Coreset.Worst, 1e-9 * direct.Steps.Coreset.Worst);
        Assert.Equal(direct.Tails.Coreset.Worst, carried.Tails.Coreset.Worst, 1e-9 * direct.Tails.Coreset.Worst);
        Assert.Equal(direct.EffectiveCount, carried.EffectiveCount);
        // Other random rows, of the same kind.
        Assert.InRange(carried.Random.Median / direct.Random.Median, 0.4, 2.5);
    }

    [Fact]
    public void Streams_that_are_merged_make_one()
    {
        Measure all = Weighted(3);
        Measure[] parts = [.. Parts(all, 10)];
        var first = new StreamingCompressor(s_options, parts[0]) { PartRows = 4000 };
        var second = new StreamingCompressor(s_options, parts[0]) { PartRows = 4000 };
        foreach (Measure part in parts[..3])
            first.Add(part);
        foreach (Measure part in parts[3..])
            second.Add(part);
        first.Merge(second);
        StreamedCoreset kept = first.Build();
        Assert.Equal(Rows, kept.SourceCount);
        Assert.Equal(all.TotalWeight, kept.SourceWeight, 1e-12 * all.TotalWeight);
        Assert.InRange(MomentAudit.Compare(all, kept.Points, 3).WorstResidual, 0, 1e-12);
        Assert.InRange(kept.WorstMatchedPower, 0, 1e-12);
        for (int i = 0; i < kept.Count; i++)
            Assert.Equal(all.Atom((int)kept.Rows.Span[i]), kept.Points.Atom(i));
    }

    [Fact]
    public void Merged_streams_without_the_same_sample_have_no_evidence()
    {
        Measure all = Weighted(3);
        StreamingCompressor Half(Range rows) =>
            Filled(new StreamingCompressor(s_options) { PartRows = 4000 }, Parts(all, 10).ToArray()[rows]);
        StreamingCompressor whole = Half(..5);
        whole.Merge(Half(5..));
        Assert.Null(whole.Build().Evidence);
    }

    [Fact]
    public void Rows_can_be_added_after_a_result()
    {
        Measure all = Weighted(3);
        var stream = new StreamingCompressor(s_options) { PartRows = 4000 };
        foreach (Measure part in Parts(all, 100))
        {
            stream.Add(part);
            Assert.InRange(stream.Build().WorstMatchedPower, 0, 1e-12);
        }
        Assert.InRange(MomentAudit.Compare(all, stream.Build().Points, 3).WorstResidual, 0, 1e-12);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void An_order_is_chosen(int dimension)
    {
        Measure all = Weighted(dimension);
        StreamedCoreset kept = Streamed(all, 8, new CompressionOptions { Size = 300 });
        Assert.InRange(kept.Order, 1, 30);
        Assert.InRange(MomentAudit.Compare(all, kept.Points, Math.Min(kept.Order, 4)).WorstResidual, 0, 1e-12);
        Assert.True(kept.Evidence!.Coreset.Median < kept.Evidence.Random.Median);
    }

    [Fact]
    public void Targets_totals_and_groups_stream_as_well()
    {
        Measure all = Weighted(2);
        double[] targets = [.. Enumerable.Range(0, Rows).Select(i => Math.Sin(3 * all.Atom(i)[0]))];
        int[] groups = [.. Enumerable.Range(0, Rows).Select(i => i % 1000 == 0 ? 2 : i % 2)];
        double[] totals = [.. Enumerable.Range(0, Rows).Select(i => Math.Abs(all.Atom(i)[1]))];
        Measure told = all.WithTargets(targets, Loss.Squared).WithTotals(totals).WithGroups(groups);
        StreamedCoreset kept = Streamed(told, 9, new CompressionOptions { Size = 200, Order = 2 });
        Assert.InRange(MomentAudit.Compare(told, kept.Points, 2).WorstResidual, 0, 1e-12);
        for (int group = 0; group < 3; group++)
        {
            double before = Enumerable.Range(0, Rows).Where(i => groups[i] == group).Sum(i => told.Weights.Span[i]);
            double now = Enumerable.Range(0, kept.Count).Where(i => kept.Points.Groups.Span[i] == group)
                .Sum(i => kept.Points.Weights.Span[i]);
            Assert.Equal(before, now, 1e-9 * before);
        }
    }

    [Fact]
    public void Few_rows_are_all_kept()
    {
        Measure few = UniformCube.Draw(50, 2, seed: 1);
        StreamedCoreset kept = Streamed(few, 5, s_options);
        Assert.Equal((50, int.MaxValue), (kept.Count, kept.Order));
        Assert.Null(kept.Evidence);
    }

    [Fact]
    public void What_cannot_be_streamed_is_refused()
    {
        Assert.Contains("give a Size", Assert.Throws<ArgumentOutOfRangeException>(
            () => new StreamingCompressor(new CompressionOptions())).Message, StringComparison.Ordinal);
        Assert.Contains("no tolerance", Assert.Throws<ArgumentOutOfRangeException>(
            () => new StreamingCompressor(new CompressionOptions { Tolerance = 0.01 })).Message, StringComparison.Ordinal);
        Assert.Contains("leave MaxWeight out", Assert.Throws<ArgumentOutOfRangeException>(
            () => new StreamingCompressor(s_options with { MaxWeight = 1 })).Message, StringComparison.Ordinal);
        Assert.Contains("leave Draw out", Assert.Throws<ArgumentOutOfRangeException>(
            () => new StreamingCompressor(s_options with { Draw = 1 })).Message, StringComparison.Ordinal);
        var stream = new StreamingCompressor(s_options);
        Assert.Throws<InvalidOperationException>(() => stream.Build());
        stream.Add(UniformCube.Draw(50, 2, seed: 1));
        Assert.Contains("The rows from 50 on have 3 coordinates, the first 2; add rows of the same columns.",
            Assert.Throws<ArgumentException>(() => stream.Add(UniformCube.Draw(50, 3, seed: 1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => stream.Merge(stream));
        Assert.Throws<ArgumentException>(() => stream.Merge(new StreamingCompressor(s_options with { Order = 2 })));
    }

    [Fact]
    public void Measures_are_joined_with_all_that_belongs_to_their_atoms()
    {
        Measure plain = UniformCube.Draw(3, 2, seed: 1), weighted = new(UniformCube.Draw(2, 2, seed: 2).Atoms, 2, new double[] { 5, 0 });
        Measure joined = Measure.Join(plain, weighted);
        Assert.Equal([1, 1, 1, 5, 0], joined.Weights.ToArray());
        Assert.Equal((5, 8, 4), (joined.Count, joined.TotalWeight, joined.WeightedCount));
        Assert.True(Measure.Join(plain, plain).Weights.IsEmpty);
        Assert.Throws<ArgumentException>(() => Measure.Join());
        Assert.Contains("Part 1 has groups, the first has none", Assert.Throws<ArgumentException>(
            () => Measure.Join(plain, plain.WithGroups(new int[3]))).Message, StringComparison.Ordinal);
    }

    private static StreamedCoreset Streamed(Measure all, int parts, CompressionOptions options, Measure? sample = null) =>
        Filled(new StreamingCompressor(options, sample) { PartRows = Rows / parts }, Parts(all, parts)).Build();

    private static StreamingCompressor Filled(StreamingCompressor stream, IEnumerable<Measure> parts)
    {
        foreach (Measure part in parts)
            stream.Add(part);
        return stream;
    }

    private static IEnumerable<Measure> Parts(Measure all, int parts)
    {
        for (int part = 0; part < parts; part++)
        {
            int from = (int)((long)all.Count * part / parts), to = (int)((long)all.Count * (part + 1) / parts);
            int[] rows = [.. Enumerable.Range(from, to - from)];
            yield return all.Subset(rows, Array.ConvertAll(rows, row => all.AtomWeights[row]));
        }
    }

    private static Measure Weighted(int dimension)
    {
        var random = new SplitMix64(3);
        double[] atoms = new double[Rows * dimension], weights = new double[Rows];
        for (int i = 0; i < atoms.Length; i++)
            atoms[i] = random.Normal() + (i % dimension == 0 ? 3.0 * i / atoms.Length : 0);
        for (int i = 0; i < Rows; i++)
            weights[i] = random.Uniform(0.5, 2);
        return new Measure(atoms, dimension, weights);
    }
}

namespace Polylog.Tests;

/// <summary>A stream that was saved and loaded goes on as if it never had been.</summary>
public sealed partial class StreamStateTests
{
    private const int Rows = 6_000;
    private const int Parts = 11;

    private static readonly CompressionOptions s_options = new() { Size = 60, Order = 2 };

    public static TheoryData<string, bool> Streams => new()
    {
        { "weights", false },
        { "weights", true },
        { "no weights", false },
        { "no order", false },
        { "no order", true },
        { "kernel", true },
        { "all", false },
        { "all", true },
        { "classes", false },
        { "classes", true },
        { "smooth", true },
        { "kinked", false },
        { "fast", false },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void Results_are_those_of_a_stream_that_was_never_saved(string kind, bool hasSample)
    {
        (Measure all, CompressionOptions options) = Table(kind);
        Measure[] parts = Split(all);
        Measure? sample = hasSample ? Piece(all, 1000, 1700) : null;
        StreamedCoreset expected = Filled(New(options, sample), parts).Build();
        Assert.NotNull(expected.Evidence);
        foreach (int cut in (int[])[0, 1, 4, 7, Parts])
        {
            StreamingCompressor first = Filled(New(options, sample), parts[..cut]);
            byte[] saved = Saved(first);
            StreamingCompressor loaded = Loaded(saved, options with { Threads = 1, Progress = new Progress<double>() });
            Assert.Equal((first.Count, first.TotalWeight), (loaded.Count, loaded.TotalWeight));
            Assert.Equal(saved, Saved(loaded));
            AssertSame(expected, Filled(loaded, parts[cut..]).Build());
            // Saving changed nothing.
            AssertSame(expected, Filled(first, parts[cut..]).Build());
        }
    }

    [Fact]
    public void A_state_can_be_saved_after_each_part()
    {
        (Measure all, CompressionOptions options) = Table("all");
        Measure[] parts = Split(all);
        StreamingCompressor stream = New(options, null);
        foreach (Measure part in parts)
        {
            stream.Add(part);
            stream = Loaded(Saved(stream), options);
        }
        AssertSame(Filled(New(options, null), parts).Build(), stream.Build());
    }

    [Fact]
    public void Rows_may_have_numbers_of_their_own()
    {
        (Measure all, CompressionOptions options) = Table("all");
        StreamingCompressor stream = New(options, null);
        // As where two of three rows were left out.
        stream.Add(all, [.. Enumerable.Range(0, all.Count).Select(i => 3L * i)], TestContext.Current.CancellationToken);
        AssertSame(stream.Build(), Loaded(Saved(stream), options).Build());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Loaded_streams_can_be_merged(bool hasSample)
    {
        Measure all = Table("weights").Rows;
        Measure[] parts = Split(all);
        Measure? sample = hasSample ? parts[0] : null;
        StreamingCompressor Half(Range rows) => Filled(New(s_options, sample), parts[rows]);
        StreamingCompressor expected = Half(..6), loaded = Loaded(Saved(Half(..6)), s_options);
        expected.Merge(Half(6..));
        loaded.Merge(Loaded(Saved(Half(6..)), s_options));
        Assert.Equal(hasSample, expected.Build().Evidence is not null);
        AssertSame(expected.Build(), loaded.Build());
        // That evidence is lost is kept as well.
        AssertSame(expected.Build(), Loaded(Saved(loaded), s_options).Build());
    }

    [Fact]
    public void States_follow_one_another_in_a_stream_that_cannot_seek()
    {
        byte[] one = Saved(Filled(New(s_options, null), Split(Table("weights").Rows))), other = Saved(New(s_options, null));
        using var input = new Forward([.. one, .. other]);
        Assert.Equal(one, Saved(StreamingCompressor.Load(input, s_options)));
        Assert.Equal(other, Saved(StreamingCompressor.Load(input, s_options)));
    }

    private static void AssertSame(StreamedCoreset expected, StreamedCoreset actual)
    {
        Assert.Equal(expected.Rows.ToArray(), actual.Rows.ToArray());
        Assert.Equal(Bits(expected.Points.Weights), Bits(actual.Points.Weights));
        Assert.Equal(Bits(expected.Points.Atoms), Bits(actual.Points.Atoms));
        Assert.Equal(Bits(expected.Points.Targets), Bits(actual.Points.Targets));
        Assert.Equal(Bits(expected.Points.Totals), Bits(actual.Points.Totals));
        Assert.Equal(expected.Points.Groups.ToArray(), actual.Points.Groups.ToArray());
        Assert.Equal(expected.Evidence, actual.Evidence);
        Assert.Equal((expected.Order, expected.SourceCount), (actual.Order, actual.SourceCount));
        Assert.Equal(
            Bits(new[] { expected.MomentResidual, expected.SourceWeight, expected.WorstMatchedPower }),
            Bits(new[] { actual.MomentResidual, actual.SourceWeight, actual.WorstMatchedPower }));

        static long[] Bits(ReadOnlyMemory<double> values) => Array.ConvertAll(values.ToArray(), BitConverter.DoubleToInt64Bits);
    }

    private static StreamingCompressor New(CompressionOptions options, Measure? sample) => new(options, sample) { PartRows = 700 };

    private static StreamingCompressor Filled(StreamingCompressor stream, IEnumerable<Measure> parts)
    {
        foreach (Measure part in parts)
            stream.Add(part);
        return stream;
    }

    private static byte[] Saved(StreamingCompressor stream)
    {
        using var output = new MemoryStream();
        stream.Save(output);
        return output.ToArray();
    }

    private static StreamingCompressor Loaded(byte[] bytes, CompressionOptions options)
    {
        using var input = new MemoryStream(bytes);
        return StreamingCompressor.Load(input, options);
    }

    // Some parts wait for others, some are more than one step takes.
    private static Measure[] Split(Measure all) =>
        [.. Enumerable.Range(0, Parts).Select(part => Piece(all, Cut(part), Cut(part + 1)))];

    private static int Cut(int part) => (int)(Rows * Math.Pow((double)part / Parts, 1.3));

    private static Measure Piece(Measure all, int from, int to)
    {
        int[] rows = [.. Enumerable.Range(from, to - from)];
        return all.Subset(rows, all.Weights.IsEmpty ? default : all.Weights[from..to]);
    }

    private static (Measure Rows, CompressionOptions Options) Table(string kind) => kind switch
    {
        "no weights" => (Drawn(2, isWeighted: false), s_options),
        "no order" => (Drawn(2), s_options with { Order = null }),
        "kernel" => (Drawn(5), s_options with { Order = null, Functions = FunctionFamily.Kernel }),
        "all" => (Told(Drawn(2)), s_options with { Size = 90 }),
        "classes" => (Drawn(2).WithTargets(Column(i => i % 3), Loss.Classes), s_options),
        "smooth" => (Drawn(2), s_options with { Use = Use.Smooth, Scale = ColumnScale.Range }),
        "kinked" => (Drawn(2), s_options with { Use = Use.Kinked }),
        "fast" => (Drawn(3), s_options with { Effort = Effort.Fast }),
        _ => (Drawn(3), s_options),
    };

    private static Measure Told(Measure rows) => rows.WithTargets(Column(i => Math.Sin(3 * rows.Atom(i)[0])), Loss.Squared)
        .WithTotals(Column(i => Math.Abs(rows.Atom(i)[1])))
        .WithGroups(Enumerable.Range(0, Rows).Select(i => i % 2).ToArray());

    private static double[] Column(Func<int, double> value) => [.. Enumerable.Range(0, Rows).Select(value)];

    private static Measure Drawn(int dimension, bool isWeighted = true)
    {
        var random = new SplitMix64(3);
        double[] atoms = new double[Rows * dimension], weights = new double[isWeighted ? Rows : 0];
        for (int i = 0; i < atoms.Length; i++)
            atoms[i] = random.Normal() + (i % dimension == 0 ? 3.0 * i / atoms.Length : 0);
        for (int i = 0; i < weights.Length; i++)
            weights[i] = random.Uniform(0.5, 2);
        return new Measure(atoms, dimension, weights);
    }

    /// <summary>A stream that gives a few bytes at a time and cannot go back.</summary>
    private sealed class Forward(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 777)]);
    }
}

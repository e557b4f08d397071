using System.Security.Cryptography;

namespace Polylog.Tests;

/// <content>What cannot be saved, and what cannot be loaded.</content>
public sealed partial class StreamStateTests
{
    [Fact]
    public void Losses_of_others_are_refused()
    {
        Measure rows = UniformCube.Draw(50, 2, seed: 1);
        StreamingCompressor stream = New(s_options, null);
        stream.Add(rows.WithTargets(new double[50], new Likeness()));
        using var output = new MemoryStream();
        string message = Assert.Throws<NotSupportedException>(() => stream.Save(output)).Message;
        Assert.StartsWith("The squared loss is a custom one, and its code cannot be stored", message, StringComparison.Ordinal);
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public void Other_options_are_refused_with_both_values()
    {
        byte[] saved = Saved(New(s_options, null));
        (string Message, CompressionOptions Options)[] faults =
        [
            ("Size is 70, but the state was made with 60; load it with the options it was made with.", s_options with { Size = 70 }),
            ("Size is none, but", s_options with { Size = null }),
            ("Order is none, but the state was made with 2;", s_options with { Order = null }),
            ("Use is Kinked, but the state was made with Any;", s_options with { Use = Use.Kinked }),
            ("Functions is Kernel, but the state was made with Auto;", s_options with { Functions = FunctionFamily.Kernel }),
            ("Scale is Range, but the state was made with StandardDeviation;", s_options with { Scale = ColumnScale.Range }),
            ("Effort is Fast, but the state was made with Balanced;", s_options with { Effort = Effort.Fast }),
            ("MaxWeight is 1.5, but the state was made with none;", s_options with { MaxWeight = 1.5 }),
            ("Draw is 7, but the state was made with none;", s_options with { Draw = 7 }),
        ];
        foreach ((string message, CompressionOptions options) in faults)
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => Loaded(saved, options)).Message, StringComparison.Ordinal);
        Loaded(saved, s_options with { Threads = 2, Strict = true });
    }

    [Fact]
    public void What_is_no_state_is_refused()
    {
        byte[] saved = Saved(Filled(New(s_options, null), Split(Table("weights").Rows)[..3]));
        Refused([], "This is no state of a stream: it begins with nothing");
        Refused([0x50, 0x4B, 3, 4], "This is no state of a stream: it begins with 50-4B-03-04, not with 50-4C-53-54-52-4D-0D-0A; give");
        byte[] newer = [.. saved];
        newer[StreamState.Magic.Length] = 2;
        Refused(newer, "The state has version 2, this library reads versions up to 1; use the version of the library that wrote it, or a "
            + "newer one.");
        Refused(saved[..^40], $"The state is cut off: bytes from {saved.Length - 40} on are missing; take a whole copy of it.");
        Refused(saved[..10], "The state is cut off: bytes from 10 on are missing");
        byte[] changed = [.. saved];
        changed[^100] ^= 1;
        Refused(changed, "The state was changed since it was saved: its bytes do not fit their checksum; take another copy of it.");

        static void Refused(byte[] bytes, string message)
        {
            string own = Assert.Throws<InvalidDataException>(() => Loaded(bytes, s_options)).Message;
            Assert.StartsWith(message, own, StringComparison.Ordinal);
            using var input = new Forward(bytes);
            Assert.Throws<InvalidDataException>(() => StreamingCompressor.Load(input, s_options));
        }
    }

    [Fact]
    public void Changed_states_are_refused_whatever_was_changed()
    {
        byte[] saved = Small();
        var random = new SplitMix64(5);
        for (int trial = 0; trial < 2000; trial++)
        {
            byte[] bytes = Mutated(saved, ref random);
            if (bytes.AsSpan().SequenceEqual(saved))
                continue;
            Assert.IsType<InvalidDataException>(Fault(new MemoryStream(bytes)));
            Assert.IsType<InvalidDataException>(Fault(new Forward(bytes)));
        }
    }

    /// <summary>A checksum that fits leaves states that are another stream's, and faults that only the content shows.</summary>
    [Fact]
    public void Changed_states_with_a_checksum_that_fits_do_no_harm()
    {
        byte[] saved = Small();
        var random = new SplitMix64(6);
        int refused = 0;
        for (int trial = 0; trial < 2000; trial++)
        {
            byte[] bytes = Mutated(saved, ref random);
            if (bytes.Length > SHA256.HashSizeInBytes)
                SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes)).CopyTo(bytes, bytes.Length - SHA256.HashSizeInBytes);
            Exception? own = Fault(new MemoryStream(bytes)), forward = Fault(new Forward(bytes));
            Assert.True(own is null or InvalidDataException or ArgumentException { ParamName: "options" }, $"{own}");
            Assert.Equal(own?.GetType(), forward?.GetType());
            refused += own is null ? 0 : 1;
        }
        Assert.InRange(refused, 500, 2000);
    }

    // What loading throws; it must not take much memory.
    private static Exception? Fault(Stream input)
    {
        using (input)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Exception? fault = Record.Exception(() => StreamingCompressor.Load(input, s_options));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
            return fault;
        }
    }

    private static byte[] Mutated(byte[] saved, ref SplitMix64 random)
    {
        byte[] bytes = [.. saved];
        if (random.Unit() < 0.2)
            return bytes[..(int)(random.Unit() * bytes.Length)];
        // Half of the changes fall where lengths and counters are.
        int span = random.Unit() < 0.5 ? bytes.Length : Math.Min(bytes.Length, 600);
        for (int changes = 1 + (int)(random.Unit() * 3); changes > 0; changes--)
        {
            int at = (int)(random.Unit() * span);
            bytes[at] = random.Unit() < 0.3 ? byte.MaxValue : (byte)(random.Unit() * 256);
        }
        return bytes;
    }

    private static byte[] Small()
    {
        Measure rows = UniformCube.Draw(120, 1, seed: 2);
        var stream = new StreamingCompressor(s_options with { Size = 60 }) { PartRows = 130 };
        for (int part = 0; part < 3; part++)
            stream.Add(rows.WithTargets(new double[120], Loss.Classes).WithGroups(new int[120]));
        return Saved(stream);
    }

    /// <summary>A loss of someone else, with the name of one of the library's.</summary>
    private sealed class Likeness : ILoss
    {
        public string Name => Loss.Squared.Name;

        public int Factors(int targets) => targets;

        public int Totals(int targets) => 0;

        public void Describe(ReadOnlySpan<double> target, Span<double> factors, Span<double> totals) => target.CopyTo(factors);

        public double Value(double output, double target) => output - target;

        public (double Centre, double Spread) Outputs(double mean, double deviation) => (mean, deviation);

        public string? Fault(double target) => null;
    }
}

namespace Polylog.Networks.Tests;

/// <summary>What docs/networks.md shows of C# is compiled and run.</summary>
public class DocumentTests
{
    [Fact]
    public void A_layer_of_ones_own_becomes_smaller()
    {
        var random = new Random(5);
        double[] Numbers() => [.. Enumerable.Range(0, 500).Select(_ => random.NextDouble())];
        var waves = new Waves(Numbers(), Numbers());

        // use
        double[] inputs = [.. Enumerable.Range(0, 100).Select(i => i / 100.0)];
        (Waves few, int order) = FunctionPreserving.Best(waves, size: 20, layer => [.. inputs.Select(layer.At)]); // computes the same

        // trains alike, with the rule above
        Coreset coreset = MomentCompressor.Compress(waves.Objects, new CompressionOptions { Size = 20 });
        Waves weighted = waves.Keep(coreset.Indices.Span, coreset.Weights.Span);
        // end of use

        Assert.InRange(few.Units, 1, 20);
        Assert.InRange(order, 1, 24);
        Assert.All(inputs, x => Assert.Equal(waves.At(x), few.At(x), 1e-6));
        Assert.Equal(500, coreset.TotalWeight, 1e-9);
        Assert.All(inputs, x => Assert.InRange(weighted.At(x) / waves.At(x), 0.99, 1.01));
    }

    [Fact]
    public void The_examples_are_those_of_the_document()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Polylog.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        string document = File.ReadAllText(Path.Combine(root, "docs", "networks.md")).ReplaceLineEndings("\n");
        string tests = Path.Combine(root, "tests", "Polylog.Networks.Tests");
        string source = File.ReadAllText(Path.Combine(tests, "DocumentTests.cs")).ReplaceLineEndings("\n");
        Assert.Equal(
            Between(source, "        // use\n", "        // end of use\n", 8),
            Between(document, "<!-- layer use -->\n```csharp\n", "```\n", 0));
        Assert.Equal(
            Between(source, "    // example\n", "    // end of example\n", 4),
            Between(document, "<!-- layer example -->\n```csharp\n", "```\n", 0));
    }

    // Without the indentation of the source.
    private static string Between(string text, string start, string end, int indentation)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        IEnumerable<string> lines = text[from..text.IndexOf(end, from, StringComparison.Ordinal)].Split('\n');
        return string.Join('\n', lines.Select(line => line.Length > indentation ? line[indentation..] : ""));
    }

    // example
    internal sealed record Waves(double[] Heights, double[] Frequencies) : IUnitSum<Waves>
    {
        public int Units => Heights.Length;

        // how it trains
        public Measure Objects => new(Heights.Zip(Frequencies).SelectMany(wave => (double[])[wave.First, wave.Second]).ToArray(), 2);

        public int PlaceSize => 1; // what it computes: a cos(w x) has the place w, sends on a, and has no part known beforehand

        public int KnownSize => 0;

        public int OutgoingSize => 1;

        public UnitPlace Locate(int unit, Span<double> place, Span<double> known)
        {
            place[0] = Frequencies[unit];
            return new UnitPlace(Chart: 0, Scale: 1);
        }

        public void ReadOutgoing(int unit, Span<double> outgoing) => outgoing[0] = Heights[unit];

        public Waves Keep(ReadOnlySpan<int> units, ReadOnlySpan<double> masses)
        {
            double[] heights = new double[units.Length];
            for (int i = 0; i < heights.Length; i++)
                heights[i] = masses[i] * Heights[units[i]];
            return Replace(units, heights);
        }

        public Waves Replace(ReadOnlySpan<int> units, ReadOnlySpan<double> outgoing) =>
            new(outgoing.ToArray(), [.. units.ToArray().Select(unit => Frequencies[unit])]);

        public double At(double x) => Heights.Zip(Frequencies).Sum(wave => wave.First * Math.Cos(wave.Second * x));
    }
    // end of example
}

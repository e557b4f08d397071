namespace Polylog.Tests;

/// <summary>What the README shows is compiled and run.</summary>
public class ReadmeTests
{
    [Fact]
    public void The_example_runs()
    {
        // example
        double[] rows = [.. Enumerable.Range(0, 30_000).Select(_ => Random.Shared.NextDouble())]; // 10 000 x 3, row-major
        var measure = new Measure(rows, dimension: 3);

        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Order = 5, Size = 1000 });

        ReadOnlySpan<int> kept = coreset.Indices.Span; // which rows
        ReadOnlySpan<double> weights = coreset.Weights.Span; // and their weights
        double evidence = coreset.MomentResidual; // the worst moment's difference, relative
        // end of example

        Assert.Equal(1000, kept.Length);
        Assert.Equal(10_000, weights.ToArray().Sum(), 1e-8);
        Assert.InRange(evidence, 0, 1e-14);
    }

    [Fact]
    public void The_example_is_the_README_s()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Polylog.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        string readme = File.ReadAllText(Path.Combine(root, "README.md")).ReplaceLineEndings("\n");
        string source = File.ReadAllText(Path.Combine(root, "tests", "Polylog.Tests", "ReadmeTests.cs")).ReplaceLineEndings("\n");
        string shown = Between(readme, "<!-- example -->\n```csharp\n", "```\n");
        string run = Between(source, "        // example\n", "        // end of example\n");
        Assert.Equal(string.Join('\n', run.Split('\n').Select(line => line.Length > 8 ? line[8..] : "")), shown);
    }

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }
}

using Microsoft.ML;

namespace Polylog.ML.Tests;

/// <summary>What the README shows of ML.NET is compiled and run.</summary>
public class ReadmeTests
{
    [Fact]
    public void The_example_runs()
    {
        var context = new MLContext(seed: 1);
        IDataView houses = context.Data.LoadFromEnumerable(
            House.Some(2000).Select(house => new SoldHouse { Rooms = house.Rooms, Age = (float)house.Age, Price = house.Label }));

        // example
        CompressedDataView few = context.Data.CompressMoments(
            houses,
            new MomentColumns { Features = ["Rooms", "Age"], Label = "Price", Loss = Loss.Squared },
            new CompressionOptions { Size = 200 });

        var trainer = context.Transforms.Concatenate("Features", "Rooms", "Age")
            .Append(context.Regression.Trainers.FastTree("Price", exampleWeightColumnName: few.WeightColumnName));
        var model = trainer.Fit(few);
        // end of example

        Assert.InRange(context.Regression.Evaluate(model.Transform(houses), "Price").RSquared, 0.9, 1);
    }

    [Fact]
    public void The_example_is_the_README_s()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Polylog.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        string readme = File.ReadAllText(Path.Combine(root, "README.md")).ReplaceLineEndings("\n");
        string source = File.ReadAllText(Path.Combine(root, "tests", "Polylog.ML.Tests", "ReadmeTests.cs")).ReplaceLineEndings("\n");
        string shown = Between(readme, "<!-- mlnet example -->\n```csharp\n", "```\n");
        string run = Between(source, "        // example\n", "        // end of example\n");
        Assert.Equal(string.Join('\n', run.Split('\n').Select(line => line.Length > 8 ? line[8..] : "")), shown);
    }

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    private sealed class SoldHouse
    {
        public float Rooms { get; set; }

        public float Age { get; set; }

        public float Price { get; set; }
    }
}

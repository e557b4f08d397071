using System.Globalization;

namespace Polylog.Experiments.Tests;

/// <summary>What holds for every figure.</summary>
public sealed class FigureTests : IDisposable
{
    private readonly ResultRows _rows = new();

    public static TheoryData<string> Names => [.. PaperFigures.All(FigureScale.Tiny).Select(figure => figure.Name)];

    [Fact]
    public void Names_are_unique_and_described()
    {
        IReadOnlyList<Figure> figures = PaperFigures.All(FigureScale.Full);
        Assert.Equal(figures.Count, figures.Select(figure => figure.Name).Distinct().Count());
        string[] files = [.. figures.SelectMany(figure => figure.ReferenceFiles)];
        Assert.Equal(files.Length, files.Distinct().Count());
        Assert.All(figures, figure => Assert.Matches(@"^[A-Z].{20,}\.$", figure.Description));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Makes_a_row_of_numbers_for_every_key(string name)
    {
        Figure figure = Of(name, FigureScale.Tiny);
        string[] lines = _rows.Run(figure, name);
        Assert.Equal(figure.Units(1).Sum(unit => unit.Keys.Count), lines.Length - 1);
        int key = figure.Units(1)[0].Keys[0].Split(',').Length;
        IEnumerable<string> cells = lines.Skip(1).SelectMany(line => line.Split(',').Skip(key));
        Assert.All(cells, cell => Assert.True(double.IsFinite(double.Parse(cell, CultureInfo.InvariantCulture)), cell));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_two_rows_begin_alike_and_every_part_takes_time(string name)
    {
        foreach (FigureScale scale in Enum.GetValues<FigureScale>())
        {
            IReadOnlyList<WorkUnit> units = Of(name, scale).Units(1);
            string[] keys = [.. units.SelectMany(unit => unit.Keys)];
            Assert.Equal(keys.Length, keys.Distinct().Count());
            Assert.All(units, unit => Assert.True(unit.Cost > 0 && double.IsFinite(unit.Cost)));
        }
    }

    [Fact]
    public void Numbers_depend_on_the_seed_and_the_part_alone()
    {
        string[] all = _rows.Run(new Figure8Polylog(new PolylogSettings([1, 2], [500, 1000], 2)), "all");
        string[] some = _rows.Run(new Figure8Polylog(new PolylogSettings([2], [1000], 2)), "some");
        string[] other = _rows.Run(new Figure8Polylog(new PolylogSettings([2], [1000], 2)), "other", seed: 2);
        Assert.Equal(some[1..], all[^2..]);
        Assert.NotEqual(some[1..], other[1..]);
    }

    [Fact]
    public void The_paper_s_sizes()
    {
        Assert.Equal(462, ErrorScalingSettings.Size(5, 6, 1000));
        Assert.Equal(12_800, ErrorScalingSettings.Size(5, 6, 128_000));
        Assert.Equal((int)(120 * Math.Log(128_000)), PolylogSettings.Size(1, 128_000));
        Assert.Equal((int)(20 * Math.Pow(Math.Log(128_000), 2)), PolylogSettings.Size(2, 128_000));
        Assert.Equal(256, DatasetScalingSettings.Size(256));
        Assert.Equal(11_585, DatasetScalingSettings.Size(524_288));
    }

    public void Dispose() => _rows.Dispose();

    private static Figure Of(string name, FigureScale scale) => PaperFigures.All(scale).Single(figure => figure.Name == name);
}

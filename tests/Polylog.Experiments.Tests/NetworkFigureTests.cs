namespace Polylog.Experiments.Tests;

/// <summary>Smaller networks, and the rows of figures that train them.</summary>
public sealed class NetworkFigureTests : IDisposable
{
    private readonly ResultRows _rows = new();

    public static TheoryData<string> Curves => [.. Figure4NetworkTraining.Curves];

    [Theory]
    [MemberData(nameof(Curves))]
    public void Smaller_networks_consist_of_units_of_the_full_one(string curve)
    {
        var full = new TwoLayerNetwork(2, 800, 1, Activation.Relu);
        full.Initialise(1);
        TwoLayerNetwork network = SmallerNetworks.Make(curve, full, 150, 3, seed: 2, TestContext.Current.CancellationToken);
        Assert.InRange(network.Width, 1, curve == SmallerNetworks.Full ? 800 : 150);
        // The output weight comes first; where the function is kept it is changed.
        int first = curve == SmallerNetworks.Function ? 1 : 0;
        Assert.Subset(Units(full, first), Units(network, first));
        Assert.Equal(full.OutputBias.ToArray(), network.OutputBias.ToArray());
        double mass = network.Masses.ToArray().Sum(part => (double)part);
        // Compressed units stand for all; the others are an ordinary network.
        Assert.Equal(curve is SmallerNetworks.Random or SmallerNetworks.Function ? network.Width : 800, mass, 1e-3);
    }

    [Fact]
    public void Compressed_layers_have_the_function_of_the_full_one_nearly_and_random_heads_have_not()
    {
        var full = new AttentionLayer(new AttentionShape(PiecewiseLinearEpisodes.Length, 1, 2, 1, LastOnly: true), 1000);
        full.Initialise(1);
        SampleColumns inputs = new PiecewiseLinearEpisodes(2).Draw(50).Inputs;
        double random = Distance(SmallerNetworks.Random);
        Assert.True(Distance(SmallerNetworks.Compressed) < 0.3 * random);
        // The sums that make the function are kept: to its seventh order, and no token is large.
        Assert.True(Distance(SmallerNetworks.Aware) < 1e-6 * random);

        double Distance(string curve)
        {
            var (one, other) = (new SampleColumns(1), new SampleColumns(1));
            full.Forward(inputs, one);
            SmallerNetworks.Make(curve, full, 400, 3, seed: 3, TestContext.Current.CancellationToken).Forward(inputs, other);
            return Enumerable.Range(0, one.Count).Sum(i => Math.Pow(one.Column(0)[i] - other.Column(0)[i], 2));
        }
    }

    [Fact]
    public void Rows_depend_on_the_seed_and_the_part_alone()
    {
        var settings = new HarmonicTrainingSettings(Width: 300, Size: 120, Order: 2)
        {
            TrainCount = 300,
            TestCount = 100,
            BatchSize = 64,
            Epochs = 2,
            RecordEvery = 1,
            Rules = [new TrainingRule("sgd", 0.01), new TrainingRule("adam", 0.001)],
        };
        string[] both = _rows.Run(new Figure4NetworkTraining(settings), "both");
        string[] second = _rows.Run(new Figure4NetworkTraining(settings with { Rules = [settings.Rules[1]] }), "second");
        Assert.Equal(second[1..], both[(1 + both.Length / 2)..]);
        Assert.NotEqual(
            second[1..], _rows.Run(new Figure4NetworkTraining(settings with { Rules = [settings.Rules[1]] }), "seed", seed: 2)[1..]);
        // At the beginning a compressed network is nearly the full one, whatever the rule.
        IReadOnlyList<TrainingCurves> curves = NetworkCurves.Ours(CsvTable.Read(Path.Combine(_rows["both"], "fig4.csv")));
        Assert.Equal(["sgd", "adam"], curves.Select(curve => curve.Optimiser));
        Assert.All(curves, curve =>
        {
            Assert.Equal([0, 1, 2], curve.Epochs);
            Assert.Equal(Figure4NetworkTraining.Curves, curve.TestLosses.Keys);
        });
        Assert.Equal(curves[0].TestLosses["full"][0], curves[1].TestLosses["full"][0]);
    }

    public void Dispose() => _rows.Dispose();

    private static HashSet<string> Units(TwoLayerNetwork network, int first)
    {
        double[] unit = new double[network.UnitSize];
        var units = new HashSet<string>();
        for (int j = 0; j < network.Width; j++)
        {
            network.GetUnit(j, unit);
            units.Add(string.Join(' ', unit[first..]));
        }
        return units;
    }
}

namespace Polylog.Experiments.Tests;

/// <summary>Units that are spread evenly stand for all, and the network of them begins where the full one does.</summary>
public sealed class SpreadUnitsTests
{
    private const int Width = 1500, Size = 200;

    [Fact]
    public void One_silent_unit_stands_for_all_silent_ones()
    {
        TwoLayerNetwork full = Full();
        TwoLayerNetwork small = SpreadUnits.Choose(full, Size, TestContext.Current.CancellationToken);
        Assert.Equal(Size, small.Width);
        PlanarUnit[] kept = PlanarUnit.ReadAll(small);
        int silent = Assert.Single(Enumerable.Range(0, Size), i => kept[i].IsSilent);
        Assert.Equal(PlanarUnit.ReadAll(full).Count(unit => unit.IsSilent), small.Masses[silent]);
        Assert.Equal(Width, small.Masses.ToArray().Sum(mass => (double)mass), 1e-3);
    }

    [Fact]
    public void The_first_output_is_nearer_than_that_of_as_many_random_units_of_equal_mass()
    {
        TwoLayerNetwork full = Full();
        TwoLayerNetwork random = SmallerNetworks.Make(
            SmallerNetworks.Random, full, Size, 1, seed: 3, TestContext.Current.CancellationToken);
        double[] masses = [.. Enumerable.Repeat((double)Width / Size, Size)];
        double distance = Distance(full, random.Keep([.. Enumerable.Range(0, Size)], masses));
        Assert.True(Distance(full, SpreadUnits.Choose(full, Size, TestContext.Current.CancellationToken)) < 0.1 * distance);
    }

    [Fact]
    public void As_many_units_as_there_are_stay_as_they_are()
    {
        TwoLayerNetwork full = Full();
        TwoLayerNetwork same = SpreadUnits.Choose(full, Width, TestContext.Current.CancellationToken);
        Assert.Equal(PlanarUnit.ReadAll(full), PlanarUnit.ReadAll(same));
        Assert.All(same.Masses.ToArray(), mass => Assert.Equal(1, mass));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(150)]
    [InlineData(300)]
    public void Cells_part_the_units_and_split_those_that_push_up_from_those_that_pull_down(int count)
    {
        PlanarUnit[] units = PlanarUnit.ReadAll(Full())[..300];
        double[] importance = [.. units.Select((_, i) => i % 7 + 1.0)];
        IReadOnlyList<int[]> cells = new UnitCells(units, importance).Split([.. Enumerable.Range(0, units.Length)], count);
        Assert.Equal(count, cells.Count);
        Assert.All(cells, Assert.NotEmpty);
        Assert.Equal(Enumerable.Range(0, units.Length), cells.SelectMany(cell => cell).Order());
        Assert.All(cells, cell => Assert.Single(cell.Select(i => units[i].V > 0).Distinct()));
    }

    [Fact]
    public void Exchanges_lower_the_discrepancy_and_stay_in_their_cells()
    {
        PlanarUnit[] units = PlanarUnit.ReadAll(Full())[..300];
        int[] all = [.. Enumerable.Range(0, units.Length)];
        var kernel = new UnitKernel(units);
        IReadOnlyList<int[]> cells = new UnitCells(units, [.. Enumerable.Repeat(1.0, units.Length)]).Split(all, 40);
        int[] chosen = [.. cells.Select(cell => cell[0])];
        double before = Discrepancy();
        new UnitExchange(kernel, all, TestContext.Current.CancellationToken).Improve(cells, chosen);
        Assert.True(Discrepancy() < before);
        Assert.All(cells.Zip(chosen), pair => Assert.Contains(pair.Second, pair.First));

        double Discrepancy()
        {
            double[] difference = [.. units.Select(_ => -1.0)];
            for (int cell = 0; cell < chosen.Length; cell++)
                difference[chosen[cell]] += cells[cell].Length;
            return all.Sum(i => all.Sum(j => difference[i] * difference[j] * kernel.Value(i, j)));
        }
    }

    [Fact]
    public void Corrected_masses_give_the_sums_and_are_never_cut_to_less_than_a_tenth()
    {
        double[] masses = [4, 5, 6, 7], values = [1, -1, 2, 0.5], ones = [1, 1, 1, 1];
        // The third says nothing new, and its sum is what the others make it.
        MassCorrection.Correct(masses, [(ones, 23), (values, 15), ([2, 0, 3, 1.5], 38)]);
        Assert.Equal(23, masses.Sum(), 1e-12);
        Assert.Equal(15, masses.Zip(values, (mass, value) => mass * value).Sum(), 1e-12);
        // No masses above 0 have this sum.
        double[] far = [1, 1, 1, 1];
        MassCorrection.Correct(far, [(ones, 4), (values, -100)]);
        Assert.Equal(0.1, far.Min(), 1e-12);
        Assert.Equal(4, far.Sum(), 1e-12);
    }

    private static TwoLayerNetwork Full()
    {
        var full = new TwoLayerNetwork(2, Width, 1, Activation.Relu);
        full.Initialise(5);
        return full;
    }

    private static double Distance(TwoLayerNetwork first, TwoLayerNetwork second)
    {
        SampleColumns inputs = CylindricalHarmonic.Draw(500, 0, 7).Inputs;
        var (one, other) = (new SampleColumns(1), new SampleColumns(1));
        first.Forward(inputs, one);
        second.Forward(inputs, other);
        return Math.Sqrt(Enumerable.Range(0, one.Count).Sum(i => Math.Pow(one.Column(0)[i] - other.Column(0)[i], 2)));
    }
}

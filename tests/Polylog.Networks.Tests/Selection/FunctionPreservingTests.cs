namespace Polylog.Networks.Tests;

public class FunctionPreservingTests
{
    [Fact]
    public void Linear_units_need_no_more_than_their_inputs()
    {
        var random = new Random(4);
        double[] weights = [.. Enumerable.Range(0, 50 * 3).Select(_ => random.NextDouble() - 0.5)];
        var layer = new LinearUnits(weights);

        UnitSelection kept = FunctionPreserving.Select(layer, 4, order: 0);

        Assert.True(kept.Kept.Length <= 3);
        for (int axis = 0; axis < 3; axis++)
        {
            double before = Enumerable.Range(0, 50).Sum(i => weights[3 * i + axis] * (i + 1));
            double after = kept.Kept.Select((unit, j) => weights[3 * unit + axis] * kept.Outgoing[j]).Sum();
            Assert.Equal(before, after, 1e-9);
        }
    }

    /// <summary>Units r_i(x) = a_i . x, unit i sending on i + 1: a user's own layer.</summary>
    private sealed class LinearUnits(double[] weights) : IUnitSum
    {
        public int Units => weights.Length / 3;

        public Measure Objects => new(weights, 3);

        public int PlaceSize => 0;

        public int KnownSize => 3;

        public int OutgoingSize => 1;

        public UnitPlace Locate(int unit, Span<double> place, Span<double> known)
        {
            weights.AsSpan(3 * unit, 3).CopyTo(known);
            return default;
        }

        public void ReadOutgoing(int unit, Span<double> outgoing) => outgoing[0] = unit + 1;
    }
}

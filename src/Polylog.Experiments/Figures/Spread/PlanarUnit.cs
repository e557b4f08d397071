namespace Polylog.Experiments;

/// <summary>A unit v relu(w.x + b) on the square [-1,1]^2.</summary>
/// <param name="V">Output weight.</param>
/// <param name="W1">First input weight.</param>
/// <param name="W2">Second input weight.</param>
/// <param name="B">Bias.</param>
internal readonly record struct PlanarUnit(double V, double W1, double W2, double B)
{
    private const int Grid = 21;

    /// <summary>Length of (w, b).</summary>
    public double Norm => Math.Sqrt(W1 * W1 + W2 * W2 + B * B);

    /// <summary>Whether it gives 0 everywhere on the square: then no training ever moves it.</summary>
    public bool IsSilent => Math.Abs(W1) + Math.Abs(W2) + B <= 0;

    /// <summary>The units of a network of two inputs and one output.</summary>
    public static PlanarUnit[] ReadAll(TwoLayerNetwork network)
    {
        var units = new PlanarUnit[network.Width];
        Span<double> numbers = stackalloc double[network.UnitSize];
        for (int j = 0; j < units.Length; j++)
        {
            network.GetUnit(j, numbers);
            units[j] = new PlanarUnit(numbers[0], numbers[1], numbers[2], numbers[3]);
        }
        return units;
    }

    /// <summary>The part of the square where it gives more than 0, on a grid.</summary>
    public double ActiveShare()
    {
        int active = 0;
        for (int i = 0; i < Grid; i++)
        {
            for (int j = 0; j < Grid; j++)
                active += W1 * At(i) + W2 * At(j) + B > 0 ? 1 : 0;
        }
        return (double)active / (Grid * Grid);

        static double At(int place) => (2.0 * place + 1 - Grid) / Grid;
    }
}

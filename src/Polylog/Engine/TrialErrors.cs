namespace Polylog;

/// <summary>The errors of the functions of a <see cref="TrialPanel"/>, as far as they tell those of another panel.</summary>
/// <param name="Median">The median to expect.</param>
/// <param name="High">The median is below it in most cases.</param>
internal readonly record struct TrialErrors(double Median, double High)
{
    /// <summary>Functions after which shapes and scales repeat: a panel has as many of each.</summary>
    private const int Cycle = 12;

    /// <summary>Cycles of the panel of a certificate.</summary>
    private const int CyclesOfPanel = 4;

    /// <summary>Panels made of the functions' cycles.</summary>
    private const int Draws = 200;

    /// <summary>
    /// Share of these panels whose medians are at most <see cref="High"/>. It is above 80 % because the functions are themselves a draw,
    /// and because a search takes the size at which they are small.
    /// </summary>
    private const double HighShare = 0.92;

    /// <summary>By what factor a median can well be above the one to expect.</summary>
    public double Scatter => High / Median;

    /// <summary>The same where no error is below a least one.</summary>
    /// <param name="least">The least error, above 0.</param>
    public TrialErrors AtLeast(double least) => new(Math.Max(least, Median), Math.Max(least, High));

    /// <summary>Makes them of the errors of the functions.</summary>
    /// <param name="errors">Whole cycles, at least one.</param>
    public static TrialErrors FromErrors(double[] errors)
    {
        var random = new SplitMix64(0x082EFA98EC4E6C89);
        double[] panel = new double[CyclesOfPanel * Cycle];
        double[] medians = new double[Draws];
        for (int draw = 0; draw < Draws; draw++)
        {
            for (int i = 0; i < CyclesOfPanel; i++)
                Array.Copy(errors, random.Below(errors.Length / Cycle) * Cycle, panel, i * Cycle, Cycle);
            medians[draw] = PanelErrors.MedianOf(panel);
        }
        Array.Sort(medians);
        return new TrialErrors(PanelErrors.MedianOf(medians), medians[(int)Math.Ceiling(HighShare * Draws) - 1]);
    }
}

namespace Polylog.Cli;

/// <summary>Refuses to write rows whose moments are not those of the table.</summary>
internal static class ResidualLimit
{
    // Rounding leaves less than a thousandth of it, even in hard cases.
    private const double Most = 1e-6;

    /// <summary>Decimal digits of a number.</summary>
    private const int Digits = 16;

    public static void Check(Coreset coreset, string? weightColumn)
    {
        // A residual that is no number is refused as well.
        if (coreset.MomentResidual <= Most)
            return;
        int decades = Decades(coreset.Source.Weights.Span);
        string wayOut = decades > Digits
            ? $"the weights in '{weightColumn}' span {decades} decades and numbers have {Digits} digits: leave rows that weigh next to nothing out through --sql"
            : $"the values are too unlike for numbers of {Digits} digits: lower --order, or choose fewer --columns";
        throw new CommandException($"the moments of the {Figures.Count(coreset.Count, "row")} found are {Figures.Small(coreset.MomentResidual)} off (relative), "
            + $"more than {Figures.Limit(Most)}, so nothing is written; {wayOut}");
    }

    private static int Decades(ReadOnlySpan<double> weights)
    {
        double least = double.PositiveInfinity, most = 0;
        foreach (double weight in weights)
        {
            most = Math.Max(most, weight);
            least = weight > 0 ? Math.Min(least, weight) : least;
        }
        return most > 0 ? (int)(Math.Log10(most) - Math.Log10(least)) : 0;
    }
}

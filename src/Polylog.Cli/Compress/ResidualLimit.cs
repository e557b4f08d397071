namespace Polylog.Cli;

/// <summary>Refuses to write rows whose moments are not those of the table.</summary>
internal static class ResidualLimit
{
    // Rounding leaves less than a thousandth of it, even in hard cases.
    private const double Most = CompressionPolicy.ResidualLimit;

    public static void Check(int count, double residual)
    {
        // A residual that is no number is refused as well.
        if (residual <= Most)
            return;
        throw new CommandException($"the moments of the {Format.Count(count, "row")} found are {Format.Small(residual)} off (relative), "
            + $"more than {Format.Limit(Most)}, so nothing is written; lower --order, choose fewer --columns, or leave the farthest "
                + $"values out through --sql");
    }
}

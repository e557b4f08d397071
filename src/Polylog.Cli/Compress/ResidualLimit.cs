namespace Polylog.Cli;

/// <summary>Refuses to write rows whose moments differ from the table's.</summary>
internal static class ResidualLimit
{
    private const double Most = CompressionPolicy.ResidualLimit;

    public static void Check(int count, double residual)
    {
        // NaN is refused as well.
        if (residual <= Most)
            return;
        throw new CommandException(
            $"the moments of the {Format.Count(count, "row")} to keep differ from the table's by {Format.Small(residual)} (relative), "
            + $"more than {Format.Limit(Most)}, so nothing was written; lower --order, choose fewer --columns, "
            + "or leave out the rows with extreme values with --sql");
    }
}

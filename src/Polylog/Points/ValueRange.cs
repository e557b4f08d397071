namespace Polylog;

/// <summary>
/// Finds columns whose values are all so small that computing with them underflows.
/// </summary>
internal static class ValueRange
{
    /// <summary>The least that the largest value of a column may be, in size: below, reciprocals overflow.</summary>
    public const double Least = 1e-290;

    /// <summary>That of a target, which losses square.</summary>
    public const double LeastTarget = 1e-150;

    /// <summary>Whether the values of a column differ and the largest is below a limit, in size.</summary>
    /// <param name="rows">Rows, row-major.</param>
    /// <param name="width">Columns of a row.</param>
    /// <param name="column">Which.</param>
    /// <param name="least">The limit.</param>
    public static bool IsBelow(ReadOnlySpan<double> rows, int width, int column, double least)
    {
        bool differ = false;
        for (int at = column; at < rows.Length; at += width)
        {
            differ |= rows[at] != rows[column];
            if (Math.Abs(rows[at]) >= least)
                return false;
        }
        // A constant is matched whatever it is.
        return differ;
    }
}

namespace Polylog;

/// <summary>How much work a compression puts into the error beyond the matched moments. Every level matches the moments alike.</summary>
public enum Effort
{
    /// <summary>Matches the moments up to the order and nothing else.</summary>
    Fast,

    /// <summary>
    /// Keeps the change of the next order's moments small too, where it pays: where dimension &lt;= (order + 1) / 2. For smooth uses a third of
    /// the error, or less, for up to half as much time more.
    /// </summary>
    Balanced,
}

namespace Polylog;

/// <summary>How much work a compression puts into the error beyond the matched moments. Every level matches the moments alike.</summary>
public enum Effort
{
    /// <summary>Matches the moments up to the order and nothing else.</summary>
    Fast,

    /// <summary>Keeps the change of the next order's moments small where that is cheap: where dimension &lt;= (order + 1) / 2.</summary>
    Balanced,

    /// <summary>Keeps the change of the next order's moments small whatever it costs.</summary>
    Best,
}

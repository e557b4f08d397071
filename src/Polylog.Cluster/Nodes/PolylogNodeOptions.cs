namespace Polylog.Cluster;

/// <summary>How a silo takes part in jobs of compression.</summary>
/// <example>
/// <code>
/// var options = new PolylogNodeOptions { Data = ["/mnt/tables"], Workers = 2, Threads = 4 };
/// </code>
/// </example>
public sealed record PolylogNodeOptions
{
    /// <summary>Folders with the tables and outputs, the same on all silos; a job with a path outside of them is refused.</summary>
    public IReadOnlyList<string> Data { get; set; } = [];

    /// <summary>Threads of one part; null for one per processor. The result is the same for any number.</summary>
    public int? Threads { get; set; }

    /// <summary>Parts that the silo works on at a time, at least 1.</summary>
    public int Workers { get; set; } = 1;

    /// <summary>Told why this silo may not work, such as another version than the others; null to ask again and again.</summary>
    public Action<string>? Refused { get; set; }
}

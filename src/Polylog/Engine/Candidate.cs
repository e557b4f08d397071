using System.Globalization;

namespace Polylog;

/// <summary>A way to compress that can be tried.</summary>
/// <param name="Order">The order throughout; null where it is planned leaf by leaf, or where weights are even.</param>
/// <param name="IsEven">Whether weights are even, and kernel functions are matched beside the moments.</param>
internal readonly record struct Candidate(int? Order, bool IsEven = false)
{
    /// <summary>Orders planned leaf by leaf.</summary>
    public static Candidate Planned => default;

    /// <summary>Even weights.</summary>
    public static Candidate Even => new(null, IsEven: true);

    /// <summary>For people.</summary>
    public override string ToString() => IsEven ? "even weights"
        : Order is { } one ? string.Create(CultureInfo.InvariantCulture, $"order {one} throughout") : "orders chosen leaf by leaf";
}

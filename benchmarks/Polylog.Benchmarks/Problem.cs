namespace Polylog.Benchmarks;

/// <summary>One compression: m, k, d, d'.</summary>
public sealed record Problem(int Dimension, int Order, int Count, int Size)
{
    /// <summary>The cases with a time and an error to reach.</summary>
    public static IReadOnlyList<Problem> Table { get; } =
    [
        new(3, 5, 10_000, 1_000),
        new(5, 5, 4_000, 400),
        new(5, 5, 128_000, 12_800),
        new(3, 5, 1_000_000, 10_000),
        new(3, 5, 10_000_000, 100_000),
    ];

    /// <summary>High orders, where conditioning shows.</summary>
    public static IReadOnlyList<Problem> HighOrders { get; } =
    [
        new(1, 40, 100_000, 1_000),
        new(2, 16, 100_000, 2_000),
        new(3, 10, 100_000, 3_000),
    ];

    public override string ToString() => FormattableString.Invariant($"{Dimension}, {Order}, {Count}, {Size}");
}

using System.Globalization;

namespace Polylog.Networks;

/// <summary>What a budget limits.</summary>
public enum ShrinkCost
{
    /// <summary>Numbers in the model.</summary>
    Parameters,

    /// <summary>Multiply-adds of layers with weights, for one input.</summary>
    MultiplyAdds,

    /// <summary>Bytes of the model's files.</summary>
    Bytes,

    /// <summary>Seconds of a run on one batch of the inputs, on this machine.</summary>
    Latency,
}

/// <summary>
/// What the smaller model may cost. Units are left out where that costs the least error for what it saves, so layers keep different shares
/// of their units.
/// </summary>
/// <param name="Cost">What is limited.</param>
/// <param name="Amount">How much, above 0; seconds for a latency.</param>
/// <param name="IsShare">Whether the amount is a share of the original's cost, at most 1.</param>
/// <example>
/// <code>
/// ShrinkBudget? tenMegabytes = ShrinkBudget.Parse("bytes=10MB");
/// var half = new ShrinkBudget(ShrinkCost.MultiplyAdds, 0.5, IsShare: true);
/// </code>
/// </example>
public sealed record ShrinkBudget(ShrinkCost Cost, double Amount, bool IsShare)
{
    private static readonly (string Name, ShrinkCost Cost, (string Ending, double Factor)[] Units)[] s_costs =
    [
        ("params", ShrinkCost.Parameters, [("k", 1e3), ("M", 1e6), ("G", 1e9), ("", 1)]),
        ("macs", ShrinkCost.MultiplyAdds, [("k", 1e3), ("M", 1e6), ("G", 1e9), ("", 1)]),
        ("bytes", ShrinkCost.Bytes, [("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("B", 1), ("", 1)]),
        ("latency", ShrinkCost.Latency, [("ms", 1e-3), ("us", 1e-6), ("s", 1)]),
    ];

    /// <summary>Reads a budget such as <c>params=50%</c>, <c>macs=200M</c>, <c>bytes=10MB</c> or <c>latency=5ms</c>.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The budget; null if the text is none.</returns>
    public static ShrinkBudget? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('=');
        int known = parts.Length == 2 ? Array.FindIndex(s_costs, cost => cost.Name == parts[0]) : -1;
        if (known < 0)
            return null;
        foreach ((string ending, double factor) in ((string, double)[])[("%", 0.01), .. s_costs[known].Units])
        {
            if (!parts[1].EndsWith(ending, StringComparison.Ordinal)
                || !double.TryParse(parts[1][..^ending.Length], NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
            {
                continue;
            }
            double amount = number * factor;
            bool isShare = ending == "%";
            return amount > 0 && double.IsFinite(amount) && !(isShare && amount > 1)
                ? new ShrinkBudget(s_costs[known].Cost, amount, isShare)
                : null;
        }
        return null;
    }

    /// <summary>As it is written on a command line.</summary>
    public override string ToString()
    {
        string name = s_costs.First(cost => cost.Cost == Cost).Name;
        return IsShare
            ? ModelErrors.Text($"{name}={100 * Amount:G6}%")
            : Cost == ShrinkCost.Latency ? ModelErrors.Text($"{name}={1000 * Amount:G6}ms") : ModelErrors.Text($"{name}={Amount:0}");
    }
}

using System.Globalization;

namespace Polylog.Cli;

/// <summary>The errors of a coreset and of random rows, as lines of a report.</summary>
internal static class EvidenceLines
{
    private const double Rounding = 1e-14;

    public static void Write(Report report, Evidence evidence, Use use, LossWord? loss, bool matched = false)
    {
        // An order can be matched by chance: with few distinct rows, or with symmetric ones.
        matched |= evidence.Discrepancy < Rounding;
        report.Line(matched ? "next, matched" : "first unmatched", $"order {Format.Whole(evidence.Order)}: "
            + $"relative error {Format.Small(evidence.Discrepancy)} (worst of {Evidence.Directions} directions)");
        report.TerminalLine("test functions", "coreset          random rows      relative errors of sums: median, and 90% of them");
        bool models = loss is not (null or LossWord.Any);
        foreach (TestedKind kind in TestedKind.All(evidence, use))
            report.TerminalLine($"  {kind.Name}", $"{Errors(kind.Coreset)}{Errors(kind.Random)}{Described(kind, use, models ? loss
                : null)}");
        report.TerminalLine("", $"(as many random rows, drawn by weight; medians of {Evidence.Subsets} draws)");
        Weights(report, evidence);
    }

    /// <summary>How uneven the weights are.</summary>
    public static void Weights(Report report, Evidence evidence) =>
        report.Line("weights", $"{Ratio(evidence.SmallestWeight)} to {Ratio(evidence.LargestWeight)} times their mean; as even as "
            + $"{Format.Count((long)Math.Round(evidence.EffectiveCount), "equal weight")} (effective rows)");

    /// <summary>
    /// Says for which functions random rows do better, or as well, and what to do; null where they do for none.
    /// </summary>
    /// <param name="evidence">The errors.</param>
    /// <param name="use">The use the coreset was made for.</param>
    /// <param name="order">Its lowest order.</param>
    /// <param name="isOpen">Whether another use could give other rows: not where an order was given and there is no target.</param>
    public static string? Advice(Evidence evidence, Use use, int order, bool isOpen)
    {
        IReadOnlyList<TestedKind> all = TestedKind.All(evidence, use);
        string worse = Names(all.Where(kind => kind.IsWorse)), alike = Names(all.Where(kind => kind.IsAlike));
        if (worse.Length == 0)
            return alike.Length == 0 ? null : $"for {alike} it is no better than random rows; only more rows help";
        string lower = order > 1 ? "a lower --order, " : "";
        string kinked = use == Use.Kinked || !isOpen ? "" : "--for kinked, ";
        return $"for {worse} random rows have smaller errors{(alike.Length == 0 ? "" : $", for {alike} about the same")}; "
            + $"try {lower}{kinked}more rows, or random rows";
    }

    private static string Names(IEnumerable<TestedKind> kinds)
    {
        string[] names = [.. kinds.Select(kind => kind.Many)];
        return names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} and {names[^1]}";
    }

    private static string Described(TestedKind kind, Use use, LossWord? loss)
    {
        string shapes = kind.Word switch
        {
            "steps" => "half-spaces",
            "highFrequencies" => "sines of frequency 4 and 8",
            "tails" => "beyond the 5% and 95% quantiles of columns",
            _ => UseWords.Shapes(use),
        };
        if (kind.Word == "tails")
            return $"{kind.Functions} tails: {shapes}";
        return loss is { } word ? $"{Name(word)} loss of {kind.Functions} models: {shapes}" : $"{kind.Functions} random {shapes}";
    }

    private static string Name(LossWord loss) => loss is LossWord.Classes ? "class" : LossWords.Word(loss);

    private static string Errors(PanelErrors errors) => $"{Format.Small(errors.Median),-7} {Format.Small(errors.Upper),-7}  ";

    private static string Ratio(double value) => value is >= 0.01 and < 1e4 ? value.ToString("G3", CultureInfo.InvariantCulture)
        : Format.Small(value);
}

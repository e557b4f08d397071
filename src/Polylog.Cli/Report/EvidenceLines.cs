using System.Globalization;

namespace Polylog.Cli;

/// <summary>The errors of a coreset and of random rows, as lines of a summary.</summary>
internal static class EvidenceLines
{
    private const double Rounding = 1e-14;

    public static void Write(Summary summary, Evidence evidence, Use use, LossWord? loss, bool matched = false)
    {
        // An order can be matched by chance: with few distinct rows, or with symmetric ones.
        matched |= evidence.Discrepancy < Rounding;
        summary.Line(matched ? "next, matched" : "first unmatched", $"order {Format.Whole(evidence.Order)}: "
            + $"relative error {Format.Small(evidence.Discrepancy)} (worst of {Evidence.Directions} directions)");
        summary.Line("test functions", "coreset          random rows      relative errors of sums: median, and 90% of them");
        bool models = loss is not (null or LossWord.Any);
        foreach (TestedKind kind in TestedKind.All(evidence, use))
            summary.Line($"  {kind.Name}", $"{Errors(kind.Coreset)}{Errors(kind.Random)}{Described(kind, use, models ? loss : null)}");
        summary.Line("", $"(as many random rows, drawn by weight; medians of {Evidence.Subsets} draws)");
        summary.Line("weights", $"{Ratio(evidence.SmallestWeight)} to {Ratio(evidence.LargestWeight)} times their mean; as even as "
            + $"{Format.Whole((long)Math.Round(evidence.EffectiveCount))} equal weights (effective rows)");
    }

    /// <summary>Says for which functions random rows do better, and what to do; null where they do not.</summary>
    /// <param name="evidence">The errors.</param>
    /// <param name="use">The use the coreset was made for.</param>
    /// <param name="order">Its lowest order.</param>
    public static string? Advice(Evidence evidence, Use use, int order)
    {
        string[] worse = [.. TestedKind.All(evidence, use).Where(kind => kind.IsWorse).Select(kind => kind.Many)];
        if (worse.Length == 0)
            return null;
        string names = worse.Length == 1 ? worse[0] : $"{string.Join(", ", worse[..^1])} and {worse[^1]}";
        string lower = order > 1 ? ", a lower --order" : "";
        string kinked = use == Use.Kinked ? "" : " or --for kinked";
        return $"for {names} random rows have smaller errors than this coreset; use more rows{lower}{kinked}, or keep random rows for them";
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

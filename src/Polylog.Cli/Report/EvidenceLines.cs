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
        if (loss is null or LossWord.Any)
            summary.Line("test functions", $"relative errors of the sums of {evidence.Functions} random {UseWords.Shapes(use)}:");
        else
            summary.Line("random models", $"relative errors of the {Name(loss.Value)} loss of {evidence.Functions} random "
                + $"{UseWords.Shapes(use)}:");
        summary.Line("  coreset", Line(evidence.Coreset).TrimEnd());
        summary.Line("  random rows", $"{Line(evidence.Random)} (as many rows; medians of {Evidence.Subsets} draws)");
    }

    private static string Name(LossWord loss) => loss is LossWord.Classes ? "class" : LossWords.Word(loss);

    private static string Line(PanelErrors errors) => $"median {Format.Small(errors.Median),-7} worst {Format.Small(errors.Worst),-7}";
}

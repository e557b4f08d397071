namespace Polylog.Cli;

/// <summary>What two measures tell about each other, as lines below each other.</summary>
internal static class EvidenceLines
{
    private const double Rounding = 1e-14;

    public static void Write(Summary summary, Evidence evidence, Use use, LossWord? loss, bool matched = false)
    {
        // Few rows that differ, or symmetric ones, can have an order for nothing.
        matched |= evidence.Discrepancy < Rounding;
        summary.Line(matched ? "next, matched" : "first unmatched", $"order {Format.Whole(evidence.Order)}: {Format.Small(evidence.Discrepancy)} off "
            + $"(relative, worst of {Evidence.Directions} directions)");
        if (loss is null or LossWord.Any)
            summary.Line("test functions", $"errors of the sums of {evidence.Functions} {UseWords.Shapes(use)}:");
        else
            summary.Line("random models", $"errors of the {Name(loss.Value)} loss of {evidence.Functions} {UseWords.Shapes(use)}:");
        summary.Line("  coreset", Line(evidence.Coreset).TrimEnd());
        summary.Line("  random rows", $"{Line(evidence.Random)} (as many rows, median of {Evidence.Subsets} draws)");
    }

    private static string Name(LossWord loss) => loss is LossWord.Classes ? "classes'" : LossWords.Word(loss);

    private static string Line(PanelErrors errors) => $"median {Format.Small(errors.Median),-7} worst {Format.Small(errors.Worst),-7}";
}

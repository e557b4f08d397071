using System.Globalization;
using System.Text;

namespace Polylog.Native;

/// <summary>A comparison of two measures as JSON.</summary>
internal static class EvidenceJson
{
    /// <summary>The text.</summary>
    /// <param name="evidence">What it says.</param>
    public static string Write(Evidence evidence)
    {
        var text = new StringBuilder("{");
        text.Append(CultureInfo.InvariantCulture, $"\"discrepancy_order\":{evidence.Order},\"discrepancy\":{Number(evidence.Discrepancy)}");
        text.Append(CultureInfo.InvariantCulture, $",\"functions\":{evidence.Functions},\"random_draws\":{Evidence.Subsets}");
        text.Append(CultureInfo.InvariantCulture, $",\"effective_rows\":{Number(evidence.EffectiveCount)}");
        text.Append(CultureInfo.InvariantCulture, $",\"smallest_weight\":{Number(evidence.SmallestWeight)}");
        text.Append(CultureInfo.InvariantCulture, $",\"largest_weight\":{Number(evidence.LargestWeight)}");
        Append("smooth_and_kinked", (evidence.Coreset, evidence.Random));
        Append("steps", evidence.Steps);
        Append("high_frequencies", evidence.HighFrequencies);
        Append("tails", evidence.Tails);
        return text.Append('}').ToString();

        void Append(string name, (PanelErrors Coreset, PanelErrors Random) errors) =>
            text.Append($",\"{name}\":{{\"coreset\":{Errors(errors.Coreset)},\"random\":{Errors(errors.Random)}}}");
    }

    private static string Errors(PanelErrors errors) =>
        $"{{\"median\":{Number(errors.Median)},\"upper\":{Number(errors.Upper)},\"worst\":{Number(errors.Worst)}}}";

    // JSON has no word for infinity or for what is no number.
    private static string Number(double value) => double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "null";
}

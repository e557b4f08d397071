namespace Polylog.Reports;

/// <summary>Errors of one model.</summary>
/// <param name="Name">The model.</param>
/// <param name="All">On all rows; null if every fit failed.</param>
/// <param name="Kept">On the coreset; null if every fit failed.</param>
/// <param name="Random">On each draw of random rows.</param>
internal sealed record ChoiceErrors(string Name, double? All, double? Kept, IReadOnlyList<double> Random);

/// <summary>Errors of models on all rows, on a coreset and on draws of random rows.</summary>
internal static class ChoiceDots
{
    /// <param name="unit">What the errors are.</param>
    /// <param name="models">The models; at least one has an error.</param>
    public static Picture Draw(string unit, IReadOnlyList<ChoiceErrors> models)
    {
        double[] all = [.. models.SelectMany(model => model.Random.Append(model.All ?? double.NaN).Append(model.Kept ?? double.NaN))
            .Where(double.IsFinite)];
        if (all.Length == 0)
            all = [0, 1];
        double room = 0.04 * (all.Max() - all.Min());
        var lanes = new Lanes(models.Count, 40, 3, (from, to) => Axis.Linear(all.Min() - room, all.Max() + room, from, to), unit);
        lanes.Legend(0, "fill-3", "all rows");
        lanes.Legend(1, "fill-1", "coreset");
        lanes.Legend(2, "ring-2", "draws of as many random rows");
        for (int i = 0; i < models.Count; i++)
        {
            ChoiceErrors model = models[i];
            double y = lanes.Lane(i, model.Name);
            foreach (double error in model.Random.Where(double.IsFinite))
                lanes.Canvas.Circle(lanes.Axis.Place(error), y, 4.2, "ring-2");
            if (model.All is { } whole)
                lanes.Canvas.Circle(lanes.Axis.Place(whole), y, 4.6, "fill-3");
            if (model.Kept is { } kept)
                lanes.Canvas.Circle(lanes.Axis.Place(kept), y, 5, "fill-1");
        }
        return new Picture("Errors on rows that no model has seen", string.Join("; ", models.Select(Said)) + ".", lanes.Canvas,
            new FactTable(unit, ["model", "all rows", "coreset", "random rows: mean", "best draw", "worst draw"],
                [.. models.Select(model => (IReadOnlyList<string>)[
                    model.Name, Text(model.All), Text(model.Kept), .. model.Random.Count == 0 ? ["–", "–", "–"]
                        : new[] { Text(model.Random.Average()), Text(model.Random.Min()), Text(model.Random.Max()) }])]))
        {
            Caption = "Farther left is better. Each mark is a mean over the splits.",
        };
    }

    private static string Said(ChoiceErrors model) => $"{model.Name}: all rows {Text(model.All)}, coreset {Text(model.Kept)}, random rows "
        + Text(model.Random.Count == 0 ? null : model.Random.Average());

    private static string Text(double? error) => error is { } value ? Format.Rough(value) : "failed";
}

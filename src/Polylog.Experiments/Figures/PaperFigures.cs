namespace Polylog.Experiments;

/// <summary>The figures that can be made.</summary>
public static class PaperFigures
{
    /// <summary>All of them, in the paper's order.</summary>
    /// <param name="scale">How much of each.</param>
    public static IReadOnlyList<Figure> All(FigureScale scale) =>
    [
        new Figure2ErrorScaling(ErrorScalingSettings.Of(scale)),
        new Figure3Training(TrainingCurveSettings.Of(scale)),
        new Figure4NetworkTraining(HarmonicTrainingSettings.Of(scale)),
        new Figure5aDatasetScaling(DatasetScalingSettings.Of(scale)),
        new Figure5bWidthScaling(WidthScalingSettings.Of(scale)),
        new Figure6Runtime(RuntimeSettings.Of(scale)),
        new Figure7Attention(AttentionSettings.Of(scale)),
        new Figure8Polylog(PolylogSettings.Of(scale)),
    ];
}

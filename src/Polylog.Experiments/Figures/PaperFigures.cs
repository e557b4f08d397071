namespace Polylog.Experiments;

/// <summary>The figures that can be made.</summary>
public static class PaperFigures
{
    /// <summary>All of them, in the paper's order.</summary>
    /// <param name="scale">How much of each.</param>
    public static IReadOnlyList<Figure> All(FigureScale scale) =>
    [
        new Figure2ErrorScaling(ErrorScalingSettings.ForScale(scale)),
        new Figure3Training(TrainingCurveSettings.ForScale(scale)),
        new Figure4NetworkTraining(HarmonicTrainingSettings.ForScale(scale)),
        new Figure5aDatasetScaling(DatasetScalingSettings.ForScale(scale)),
        new Figure5bWidthScaling(WidthScalingSettings.ForScale(scale)),
        new Figure6Runtime(RuntimeSettings.ForScale(scale)),
        new Figure7Attention(AttentionSettings.ForScale(scale)),
        new Figure8Polylog(PolylogSettings.ForScale(scale)),
    ];
}

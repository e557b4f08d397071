using Polylog.Experiments;

namespace Polylog.Cli;

/// <summary>The views of the figures.</summary>
internal static class FigureViews
{
    /// <summary>What makes the view of a figure from its rows. The authors' points are read at once, the rows when they are there.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="authors">The authors' points, a table for each of the figure's reference files; or none.</param>
    public static Func<CsvTable, IFigureView> Of(Figure figure, IReadOnlyList<CsvTable> authors)
    {
        switch (figure)
        {
            case Figure2ErrorScaling:
                IReadOnlyList<ErrorScalingPoint> errors = [.. authors.SelectMany(ErrorScalingPoint.Theirs)];
                return ours => new ErrorScalingView(ErrorScalingPoint.Ours(ours), errors);
            case Figure3Training:
                IReadOnlyList<TrainingCurves> curves = TrainingCurves.Theirs(authors);
                return ours => new TrainingCurvesView(TrainingCurves.Ours(ours), curves);
            case Figure5aDatasetScaling:
                IReadOnlyList<DatasetScalingPoint> losses = [.. authors.SelectMany(DatasetScalingPoint.Theirs)];
                return ours => new DatasetScalingView(DatasetScalingPoint.Ours(ours), losses);
            case Figure6Runtime:
                IReadOnlyList<RuntimePoint> times = [.. authors.SelectMany(RuntimePoint.Theirs)];
                return ours => new RuntimeView(RuntimePoint.Ours(ours), times);
            case Figure8Polylog:
                IReadOnlyList<PolylogError> trials = [.. authors.SelectMany(PolylogError.Read)];
                return ours => new PolylogView(PolylogTrial.Read(ours), trials);
            default:
                throw new InvalidOperationException($"{figure.Name} has no view.");
        }
    }
}

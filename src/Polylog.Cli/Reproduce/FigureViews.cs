using Polylog.Experiments;

namespace Polylog.Cli;

/// <summary>The views of the figures.</summary>
internal static class FigureViews
{
    /// <summary>What makes the view of a figure from its rows. The authors' points are read at once, the rows when they are there.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="authors">The authors' points, a table for each of the figure's reference files; or none.</param>
    public static Func<CsvTable, IFigureView> ForFigure(Figure figure, IReadOnlyList<CsvTable> authors)
    {
        switch (figure)
        {
            case Figure2ErrorScaling:
                IReadOnlyList<ErrorScalingPoint> errors = [.. authors.SelectMany(ErrorScalingPoint.Theirs)];
                return ours => new ErrorScalingView(ErrorScalingPoint.Ours(ours), errors);
            case Figure3Training:
                IReadOnlyList<TrainingCurves> curves = TrainingCurves.Theirs(authors);
                return ours => new TrainingCurvesView(TrainingCurvesView.OfRows, TrainingCurves.Ours(ours), curves);
            case Figure4NetworkTraining:
                IReadOnlyList<TrainingCurves> networks = [.. authors.Zip(Figure4NetworkTraining.Authors, (table, one) => NetworkCurves.Theirs(table, one.Rule, one.BatchSize))];
                return ours => new TrainingCurvesView(TrainingCurvesView.OfUnits, NetworkCurves.Ours(ours), networks);
            case Figure5aDatasetScaling:
                IReadOnlyList<DatasetScalingPoint> losses = [.. authors.SelectMany(DatasetScalingPoint.Theirs)];
                return ours => new DatasetScalingView("rows", DatasetScalingView.OfRows, DatasetScalingPoint.Ours(ours), losses);
            case Figure5bWidthScaling:
                IReadOnlyList<DatasetScalingPoint> widths = [.. authors.SelectMany(table => DatasetScalingPoint.Theirs(table, Figure5bWidthScaling.Width))];
                return ours => new DatasetScalingView("units", DatasetScalingView.OfUnits,
                    DatasetScalingPoint.Ours(ours, Figure5bWidthScaling.Width, Figure5bWidthScaling.Series), widths);
            case Figure6Runtime:
                IReadOnlyList<RuntimePoint> times = [.. authors.SelectMany(RuntimePoint.Theirs)];
                return ours => new RuntimeView(RuntimePoint.Ours(ours), times);
            case Figure7Attention:
                IReadOnlyList<TrainingCurves> layers = [.. authors.Select(table => NetworkCurves.Theirs(table, Figure7Attention.Authors.Rule, Figure7Attention.Authors.BatchSize))];
                return ours => new TrainingCurvesView(TrainingCurvesView.OfHeads, NetworkCurves.Ours(ours), layers);
            case Figure8Polylog:
                IReadOnlyList<PolylogError> trials = [.. authors.SelectMany(PolylogError.Read)];
                return ours => new PolylogView(PolylogTrial.Read(ours), trials);
            default:
                throw new InvalidOperationException($"{figure.Name} has no view.");
        }
    }
}

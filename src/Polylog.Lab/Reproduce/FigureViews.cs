using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>Finds the view of a figure.</summary>
internal static class FigureViews
{
    /// <summary>Returns a function from the rows of a figure to its view. The authors' points are read at once.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="authors">The authors' points, a table for each reference file of the figure; empty without them.</param>
    public static Func<CsvTable, IFigureView> ForFigure(Figure figure, IReadOnlyList<CsvTable> authors)
    {
        switch (figure)
        {
            case Figure2ErrorScaling:
                IReadOnlyList<ErrorScalingPoint> errors = [.. authors.SelectMany(ErrorScalingPoint.Theirs)];
                return ours => new ErrorScalingView(ErrorScalingPoint.Ours(ours), errors);
            case Figure3Training:
                IReadOnlyList<TrainingCurves> curves = TrainingCurves.Theirs(authors);
                return ours => new TrainingCurvesView(TrainingCurvesView.RowCurves, TrainingCurves.Ours(ours), curves);
            case Figure4NetworkTraining:
                IReadOnlyList<TrainingCurves> networks =
                [
                    .. authors.Zip(
                        Figure4NetworkTraining.Authors, (table, one) => NetworkCurves.Theirs(table, one.Rule, one.BatchSize)),
                ];
                return ours => new TrainingCurvesView(TrainingCurvesView.UnitCurves, NetworkCurves.Ours(ours), networks);
            case Figure5aDatasetScaling:
                IReadOnlyList<DatasetScalingPoint> losses = [.. authors.SelectMany(DatasetScalingPoint.Theirs)];
                return ours => new DatasetScalingView("rows", DatasetScalingView.Rows, DatasetScalingPoint.Ours(ours), losses);
            case Figure5bWidthScaling:
                IReadOnlyList<DatasetScalingPoint> widths =
                    [.. authors.SelectMany(table => DatasetScalingPoint.Theirs(table, Figure5bWidthScaling.Width))];
                return ours => new DatasetScalingView("units", DatasetScalingView.Units,
                    DatasetScalingPoint.Ours(ours, Figure5bWidthScaling.Width, Figure5bWidthScaling.Series), widths);
            case Figure6Runtime:
                IReadOnlyList<RuntimePoint> times = [.. authors.SelectMany(RuntimePoint.Theirs)];
                return ours => new RuntimeView(RuntimePoint.Ours(ours), times);
            case Figure7Attention:
                (var rule, int batchSize) = (Figure7Attention.Authors.Rule, Figure7Attention.Authors.BatchSize);
                IReadOnlyList<TrainingCurves> layers = [.. authors.Select(table => NetworkCurves.Theirs(table, rule, batchSize))];
                return ours => new TrainingCurvesView(TrainingCurvesView.HeadCurves, NetworkCurves.Ours(ours), layers);
            case Figure8Polylog:
                IReadOnlyList<PolylogError> trials = [.. authors.SelectMany(PolylogError.Read)];
                return ours => new PolylogView(PolylogTrial.Read(ours), trials);
            default:
                throw new InvalidOperationException($"{figure.Name} has no view.");
        }
    }
}

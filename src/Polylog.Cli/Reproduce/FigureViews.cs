using Polylog.Experiments;

namespace Polylog.Cli;

/// <summary>The views of the figures.</summary>
internal static class FigureViews
{
    /// <summary>What makes the view of a figure from its rows. The authors' points are read at once, the rows when they are there.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="authors">The authors' points, or null.</param>
    public static Func<CsvTable, IFigureView> Of(Figure figure, CsvTable? authors)
    {
        switch (figure)
        {
            case Figure2ErrorScaling:
                IReadOnlyList<ErrorScalingPoint> errors = authors is null ? [] : ErrorScalingPoint.Theirs(authors);
                return ours => new ErrorScalingView(ErrorScalingPoint.Ours(ours), errors);
            case Figure6Runtime:
                IReadOnlyList<RuntimePoint> times = authors is null ? [] : RuntimePoint.Theirs(authors);
                return ours => new RuntimeView(RuntimePoint.Ours(ours), times);
            case Figure8Polylog:
                IReadOnlyList<PolylogError> trials = authors is null ? [] : PolylogError.Read(authors);
                return ours => new PolylogView(PolylogTrial.Read(ours), trials);
            default:
                throw new InvalidOperationException($"{figure.Name} has no view.");
        }
    }
}

namespace Polylog.Reports;

/// <summary>One column of a scatter matrix.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Low">Number at the lower end of its axis.</param>
/// <param name="High">Number at the upper end of its axis.</param>
/// <param name="Ends">Numbers that stand at the ends, without the room beyond them.</param>
/// <param name="All">Share of the weight of all rows in each of some equal bins between the ends.</param>
/// <param name="Kept">The same for kept rows.</param>
internal sealed record MatrixColumn(string Name, double Low, double High, (double First, double Last) Ends, IReadOnlyList<double> All,
    IReadOnlyList<double> Kept);

/// <summary>Columns against each other: all rows above the diagonal, kept rows below, both on it.</summary>
internal static class ScatterMatrix
{
    private const double Gap = 6;

    /// <param name="columns">The columns.</param>
    /// <param name="all">Some of all rows, a number a column.</param>
    /// <param name="kept">Some of the kept rows, a number a column, and their weights over the mean.</param>
    /// <param name="caption">What was left out.</param>
    /// <param name="numbers">The numbers behind it.</param>
    public static Picture Draw(
        IReadOnlyList<MatrixColumn> columns, double[][] all, IReadOnlyList<(double[] Row, double Weight)> kept, string caption,
            FactTable numbers)
    {
        // Few cells fill a telephone, many are as small as their labels allow.
        double cell = columns.Count switch { 1 => 300, 2 => 165, _ => 120 }, side = cell * columns.Count;
        var canvas = new SvgCanvas(side, side);
        for (int down = 0; down < columns.Count; down++)
        {
            for (int across = 0; across < columns.Count; across++)
            {
                double x = across * cell + Gap / 2, y = down * cell + Gap / 2, size = cell - Gap;
                canvas.Rectangle(x, y, size, size, "panel");
                if (across == down)
                    Marginal(canvas, columns[down], x, y, size);
                else
                    Scatter(canvas, (columns[across], across), (columns[down], down), (x, y, size), down > across ? kept : null, all);
            }
        }
        return new Picture("All rows and kept rows", "A matrix of scatter plots: the kept rows are spread as all rows are.", canvas,
            numbers)
        {
            Caption = caption,
            IsWide = true,
        };
    }

    private static void Marginal(SvgCanvas canvas, MatrixColumn column, double x, double y, double size)
    {
        double most = Math.Max(column.All.Max(), column.Kept.Max()), bottom = y + size - 16, top = y + 24, width = size / column.All.Count;
        for (int bin = 0; bin < column.All.Count; bin++)
        {
            double height = column.All[bin] / most * (bottom - top);
            canvas.Rectangle(x + bin * width, bottom - height, width, height, "fill-3b");
        }
        canvas.Path(Enumerable.Range(0, column.Kept.Count).SelectMany(bin =>
        {
            double level = bottom - column.Kept[bin] / most * (bottom - top);
            return new[] { (x + bin * width, level), (x + (bin + 1) * width, level) };
        }), "line-1");
        canvas.Text(x + size / 2, y + 16, column.Name, size - 20, "middle", "t strong", 13);
        canvas.Text(x + 3, y + size - 4, Format.Rough(column.Ends.First), size / 2 - 4, "start", "t soft", 11);
        canvas.Text(x + size - 3, y + size - 4, Format.Rough(column.Ends.Last), size / 2 - 4, "end", "t soft", 11);
    }

    private static void Scatter(
        SvgCanvas canvas, (MatrixColumn Column, int Place) across, (MatrixColumn Column, int Place) down,
        (double X, double Y, double Size) box, IReadOnlyList<(double[] Row, double Weight)>? kept, double[][] all)
    {
        Axis right = Axis.Linear(across.Column.Low, across.Column.High, box.X + 3, box.X + box.Size - 3);
        Axis up = Axis.Linear(down.Column.Low, down.Column.High, box.Y + box.Size - 3, box.Y + 3);
        (double, double) Place(double[] row) => (right.Place(row[across.Place]), up.Place(row[down.Place]));
        if (kept is null)
        {
            canvas.Dots(all.Select(Place), 1.7, "dots-3");
            return;
        }
        // The area is the weight. Sizes of a few steps keep the file small.
        foreach (IGrouping<double, (double[] Row, double Weight)> alike in kept.GroupBy(row => Diameter(row.Weight))
            .OrderByDescending(group => group.Key))
            canvas.Dots(alike.Select(row => Place(row.Row)), alike.Key, "dots-1");
    }

    private static double Diameter(double weight) => Math.Clamp(Math.Round(8 * Math.Sqrt(weight)) / 2, 1, 24);
}

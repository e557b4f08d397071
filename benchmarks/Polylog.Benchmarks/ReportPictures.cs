using Polylog.Reports;

namespace Polylog.Benchmarks;

/// <summary>Writes the pictures of docs/reports.md: those of a report about 2,000 of 200,000 made rows.</summary>
internal static class ReportPictures
{
    private const int Rows = 200_000;

    /// <summary>Writes each picture of the page as an SVG file.</summary>
    /// <param name="folder">The folder.</param>
    public static void Write(string folder)
    {
        var random = new Random(1);
        double[] values = new double[3 * Rows];
        for (int row = 0; row < Rows; row++)
        {
            double x1 = 2 * random.NextDouble() - 1, x2 = Math.Pow(random.NextDouble(), 2);
            (values[3 * row], values[3 * row + 1]) = (x1, x2);
            values[3 * row + 2] = Math.Sin(3 * x1) + x2 - 0.3 * Math.Log(1 - random.NextDouble());
        }
        var measure = new Measure(values, 3);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 2000, Order = 3 });
        Report report = CoresetReport.Of(coreset, measure, "made rows", ["position", "share", "delay"]);
        string[] names = ["report-rows", "report-errors", "report-weights"];
        foreach ((string name, Picture picture) in names.Zip(report.Sections.SelectMany(section => section.Pictures)))
        {
            string path = Path.Combine(folder, $"{name}.svg");
            File.WriteAllText(path, picture.Svg.ToFile(picture.Title, picture.Description));
            Console.WriteLine($"{path}: {picture.Title}");
        }
    }
}

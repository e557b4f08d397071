using System.Globalization;
using Command = Polylog.Cli.Tests.Cli;

namespace Polylog.Browser.Tests;

/// <summary>Reports of many kinds, made once by the commands themselves.</summary>
public sealed class MadePages : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("polylog-browser-").FullName;

    /// <summary>The kinds, and how each is made in a folder.</summary>
    private static readonly Dictionary<string, Action<MadePages>> s_kinds = new()
    {
        ["tiny"] = pages => pages.Compress("tiny", "a,b", 20, "--size", "20"),
        ["one column"] = pages => pages.Compress("one column", "a", 4000, "--size", "50"),
        ["sixty columns"] = pages =>
            pages.Compress("sixty columns", string.Join(',', Enumerable.Range(1, 60).Select(i => $"column_{i}")), 3000, "--size", "150"),
        ["a million rows"] = pages => pages.Compress("a million rows", "a,b,c", 1_000_000, "--size", "2000", "--order", "3"),
        ["groups"] = pages => pages.Compress("groups", "a,b,kind", 8000, "--size", "600", "--group-by", "kind"),
        ["markup in names"] = pages => pages.Compress(
            "markup in names", "<script>alert(1)</script>,</style><img src=x onerror=alert(1)>,'\"&amp;", 3000, "--size", "100"),
        ["right to left"] = pages => pages.Compress(
            "right to left", "عمود الأسعار,מחיר הדירה,price", 3000, "--size", "100"),
        ["target"] = pages => pages.Compress("target", "a,b,y", 5000, "--size", "200", "--target", "y", "--loss", "squared"),
        ["network"] = pages => pages.Shrink(),
        ["merged"] = pages => pages.Merge(),
        ["updated"] = pages => pages.Update(),
        ["inspected"] = pages => pages.Inspect(),
        ["pixels"] = pages => pages.Pixels(),
    };

    public static IEnumerable<string> Kinds => s_kinds.Keys;

    /// <summary>The page of a kind, made where it is not yet.</summary>
    public string Of(string kind)
    {
        string page = Path(kind, "html");
        if (!File.Exists(page))
            s_kinds[kind](this);
        return page;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Path(string name, string ending) => System.IO.Path.Combine(_folder, $"{name}.{ending}");

    private void Compress(string kind, string columns, int rows, params string[] options) => Command.Run(
        ["compress", Table(kind, columns, rows), "-o", Path(kind, "parquet"), "--report", Path(kind, "html"), .. options]).Succeeded();

    private void Shrink()
    {
        string demo = System.IO.Path.Combine(_folder, "demo");
        Command.Run("demo", "--rows", "4000", "--size", "170", "-o", demo).Succeeded();
        string network = System.IO.Path.Combine(demo, "network.safetensors"), data = System.IO.Path.Combine(demo, "data.parquet");
        Command.Run("shrink", network, "-o", Path("smaller", "safetensors"), "--layers", "hidden:output", "--fraction", "0.1",
            "--calibration",
            data, "--columns", "x1,x2", "--report", Path("network", "html")).Succeeded();
    }

    private void Merge()
    {
        foreach (string part in new[] { "one", "second", "third" })
            Command.Run("compress", Table(part, "a,b", 3000 + part.Length), "-o", Path(part, "parquet"), "--size", "100").Succeeded();
        Command.Run("merge", Path("one", "parquet"), Path("second", "parquet"), Path("third", "parquet"), "-o", Path("merged", "parquet"),
            "--report", Path("merged", "html")).Succeeded();
    }

    private void Update()
    {
        for (int i = 1; i <= 4; i++)
        {
            Command.Run("update", Path("state", "parquet"), Table($"day {i}", "a,b", 2000 + i), "-o", Path("updated", "parquet"),
                "--report",
                Path("updated", "html"), "--size", "150").Succeeded();
        }
    }

    private void Inspect()
    {
        string table = Table("inspected", "a,b,c", 3000);
        Command.Run("compress", table, "-o", Path("inspected", "parquet"), "--size", "100").Succeeded();
        Command.Run("report", Path("inspected", "parquet"), "--against", table, "-o", Path("inspected", "html")).Succeeded();
    }

    // The figures of the paper are drawn elsewhere, and their page shows them as they are.
    private void Pixels()
    {
        var panel = new LogLogPanel("made", "points d", "error");
        panel.Add([(10, 0.1), (100, 0.01), (1000, 0.001)], SeriesStyle.OursJoined(SeriesStyle.Colour(1)));
        LogLogPanel.Align([panel], sameValues: true);
        var sheet = new PictureSheet("A made figure", 3, [panel, panel], [(SeriesStyle.OursJoined(SeriesStyle.Colour(1)), "ours")]);
        var report = new Report("Figures") { Kind = "Reproduction" };
        report.Add(new Section("A figure")
        {
            PixelPictures = [new PixelPicture("A figure", "A falling line.", sheet.ToWebp(), "image/webp", sheet.Width)],
            Tables = [new FactTable("Its numbers", ["points d", "error"], [["10", "0.1"], ["100", "0.01"]])],
        });
        File.WriteAllText(Path("pixels", "html"), report.ToHtml());
    }

    // A column that is called kind has words, the others have numbers.
    private string Table(string name, string columns, int rows)
    {
        string[] names = columns.Split(',');
        var random = new Random(names.Length + rows);
        using var file = new StreamWriter(Path(name, "csv"));
        file.WriteLine(string.Join(',', names.Select(column => $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")));
        for (int row = 0; row < rows; row++)
        {
            double common = random.NextDouble();
            file.WriteLine(string.Join(',', names.Select(column => column == "kind"
                ? $"kind {random.Next(40) * random.Next(3)}"
                : (common + Math.Log(random.NextDouble() + 1e-9)).ToString("R", CultureInfo.InvariantCulture))));
        }
        return Path(name, "csv");
    }
}

namespace Polylog.Reports;

/// <summary>The one style sheet, for pages and for pictures that are files of their own.</summary>
internal static class StyleSheet
{
    private const string Begin = "/* pictures: from here on */", End = "/* pictures: up to here */";

    /// <summary>All of it.</summary>
    public static string OfPages { get; } = Read();

    /// <summary>The part that pictures need.</summary>
    public static string OfPictures { get; } = OfPages.Split(Begin)[1].Split(End)[0].Trim();

    private static string Read()
    {
        using Stream stream = typeof(StyleSheet).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

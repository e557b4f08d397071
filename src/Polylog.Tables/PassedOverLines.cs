using System.Globalization;

namespace Polylog.Tables;

/// <summary>
/// Tells which lines of a delimited file the dialect passes over: lines above the header, and comments. It is an error where they hold
/// numbers, since they can be rows.
/// </summary>
internal static class PassedOverLines
{
    public static IReadOnlyList<string> Check(InputFile file, CsvDialect dialect, CancellationToken cancellation)
    {
        if (dialect.Skip == 0 && dialect.Comment.Length == 0)
            return [];
        var notes = new List<string>();
        using var text = new StreamReader(InputBytes.Open(file.ReadPath));
        if (dialect.Skip > 0)
            notes.Add(Skipped(file, dialect, text, cancellation));
        if (dialect.Comment.Length > 0)
            notes.AddRange(Comments(file, dialect, text, cancellation));
        return notes;
    }

    private static string Skipped(InputFile file, CsvDialect dialect, StreamReader text, CancellationToken cancellation)
    {
        string? first = null;
        long firstNumbers = 0, lastNumbers = 0;
        int cellsOfNumbers = 0;
        for (long line = 1; line <= dialect.Skip && text.ReadLine() is { } content; line++)
        {
            cancellation.ThrowIfCancellationRequested();
            first ??= string.IsNullOrWhiteSpace(content) ? null : content;
            if (!HoldsNumbers(content, dialect, out int cells))
                continue;
            cellsOfNumbers = firstNumbers == 0 ? cells : cellsOfNumbers;
            firstNumbers = firstNumbers == 0 ? line : firstNumbers;
            lastNumbers = line;
        }
        if (firstNumbers > 0)
        {
            string? query = file.ReadCsv(string.Create(CultureInfo.InvariantCulture, $"skip = {dialect.Skip}"));
            throw TableErrors.NumbersPassedOver(
                file.Name,
                (firstNumbers, lastNumbers),
                cellsOfNumbers,
                dialect.Columns.Count,
                query is null ? null : $"read the one below with {query}");
        }
        return TableNotes.PassedOver(file.Name, 1, dialect.Skip, Shortened.Text(first ?? ""));
    }

    private static IEnumerable<string> Comments(InputFile file, CsvDialect dialect, StreamReader text, CancellationToken cancellation)
    {
        long comments = 0, inLines = 0, line = dialect.Skip;
        while (text.ReadLine() is { } content)
        {
            line++;
            if (line % 1024 == 0)
                cancellation.ThrowIfCancellationRequested();
            int mark = content.IndexOf(dialect.Comment, StringComparison.Ordinal);
            if (mark > 0)
                inLines++;
            if (mark != 0)
                continue;
            comments++;
            if (HoldsNumbers(content[dialect.Comment.Length..], dialect, out int cells) && cells == dialect.Columns.Count)
            {
                throw TableErrors.NumbersCommentedOut(
                    file.Name, dialect.Comment, line, content, file.ReadCsv($"comment = '{dialect.Comment}'"));
            }
        }
        if (comments > 0)
            yield return TableNotes.Comments(file.Name, comments, dialect.Comment);
        if (inLines > 0)
            yield return TableNotes.CommentsInLines(file.Name, inLines, dialect.Comment);
    }

    // More than half of the cells that are not blank.
    private static bool HoldsNumbers(string line, CsvDialect dialect, out int cells)
    {
        string[] texts = line.Split(dialect.Delimiter);
        cells = texts.Length;
        string[] values = [.. texts.Select(text => text.Trim().Trim('"')).Where(text => text.Length > 0)];
        return values.Count(NumberText.Is) * 2 > values.Length;
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Polylog.Tables;

/// <summary>Text whose columns are aligned by blanks, as Fortran, gnuplot and numpy.savetxt write it.</summary>
internal static partial class AlignedText
{
    private const int Examined = 200;
    private static readonly char[] s_blanks = [' ', '\t'];
    private static readonly char[] s_delimiters = [',', ';', '\t', '|'];

    /// <summary>Whether the first lines have equally many cells apart by blanks, and not equally many apart by a usual delimiter.</summary>
    public static bool Is(TextReader text)
    {
        List<string> lines = [];
        for (string? line = text.ReadLine(); line is not null && lines.Count < Examined; line = text.ReadLine())
        {
            if (!IsPassedOver(line))
                lines.Add(line);
        }
        return lines.Count > 0 && Width(lines, line => Cells(line).Length) >= 1
            && !s_delimiters.Any(delimiter => Width(lines, line => line.Split(delimiter).Length) > 1);
    }

    /// <summary>Writes such text with one tab between cells. Lines that begin with # are left out; how many is returned.</summary>
    public static long Copy(TextReader text, TextWriter to, CancellationToken cancellation)
    {
        long comments = 0;
        string? header = null;
        bool first = true;
        for (string? line = text.ReadLine(); line is not null; line = text.ReadLine())
        {
            cancellation.ThrowIfCancellationRequested();
            if (IsPassedOver(line))
            {
                comments += line.Length > 0 && !string.IsNullOrWhiteSpace(line) ? 1 : 0;
                header = string.IsNullOrWhiteSpace(line) ? header : line.Trim().TrimStart('#');
                continue;
            }
            string[] cells = Cells(line);
            // The names stand in the comment just above the numbers, where they do.
            if (first && header is not null && Cells(header) is { } names && names.Length == cells.Length
                && names.All(name => !IsNumber(name)) && cells.Any(IsNumber))
            {
                Write(to, names);
                comments--;
            }
            first = false;
            Write(to, cells);
        }
        return comments;
    }

    private static void Write(TextWriter to, string[] cells)
    {
        to.Write(string.Join('\t', cells));
        to.Write('\n');
    }

    private static bool IsPassedOver(string line) => line.AsSpan().TrimStart() is { IsEmpty: true } or ['#', ..];

    private static bool IsNumber(string text) => double.TryParse(
        text.Replace('d', 'e').Replace('D', 'e'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    // Blanks inside quotation marks belong to a cell.
    private static string[] Cells(string line) => line.Contains('"', StringComparison.Ordinal)
        ? [.. Cell().Matches(line).Select(cell => cell.Value)]
        : line.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex("\"(?:[^\"]|\"\")*\"(?=\\s|$)|\\S+")]
    private static partial Regex Cell();

    // How many cells each line has; 0 where that differs.
    private static int Width(List<string> lines, Func<string, int> cells)
    {
        int width = cells(lines[0]);
        return lines.TrueForAll(line => cells(line) == width) ? width : 0;
    }
}

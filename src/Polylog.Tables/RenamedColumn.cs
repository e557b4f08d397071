using System.Globalization;

namespace Polylog.Tables;

/// <summary>
/// A column whose name differs from the header's, because that name is already taken. Names that differ only in case count as the same.
/// </summary>
/// <param name="Header">What the header calls it.</param>
/// <param name="Name">What it is called.</param>
public sealed record RenamedColumn(string Header, string Name)
{
    internal static IReadOnlyList<RenamedColumn> Find(TableSession session, InputFile file, CsvDialect dialect)
    {
        // A look at the header takes a scan, and is worth it only where there is such a pair of names.
        if (!dialect.Header || !HasNumbered(dialect))
            return [];
        string cells = string.Join(", ", dialect.Columns.Select((_, index) => Sql.Column(index)));
        string header = $"SELECT {cells} FROM {(dialect with { Header = false }).Scan(file.ReadPath, "nullstr = ''")} LIMIT 1";
        string?[] names = session.Rows(header, file.Name,
            row => dialect.Columns.Select((_, index) => row.IsDBNull(index) ? null : row.GetString(index)).ToArray())[0];
        return
        [
            .. dialect.Columns.Zip(names)
                .Where(pair => pair.Second is { } written && IsNumbered(pair.First.Name, written))
                .Select(pair => new RenamedColumn(pair.Second!, pair.First.Name)),
        ];
    }

    // Whether a name is another with a number after it.
    private static bool HasNumbered(CsvDialect dialect)
    {
        HashSet<string> names = new(dialect.Columns.Select(column => column.Name), StringComparer.OrdinalIgnoreCase);
        return names.Any(name => name.LastIndexOf('_') is > 0 and var end && names.Contains(name[..end]) && IsNumbered(name, name[..end]));
    }

    /// <summary>Whether a name is another with a number after it.</summary>
    private static bool IsNumbered(string name, string other) =>
        name.Length > other.Length + 1 && name.StartsWith(other, StringComparison.OrdinalIgnoreCase) && name[other.Length] == '_'
        && int.TryParse(name.AsSpan(other.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}

using System.Text.Json;
using System.Text.RegularExpressions;

namespace Polylog.Cli.Tests;

/// <summary>The file of notices, and what programs contain.</summary>
internal static partial class Notices
{
    public static IReadOnlyList<string> Lines { get; } = File.ReadAllLines(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.txt"));

    /// <summary>The packages in the file, with their versions.</summary>
    public static IEnumerable<string> Named => Lines.Where(line => Package().IsMatch(line));

    /// <summary>The packages that a program beside the tests contains, with their versions.</summary>
    public static IReadOnlyList<string> Shipped(string program)
    {
        string file = Path.Combine(AppContext.BaseDirectory, $"{program}.deps.json");
        using var list = JsonDocument.Parse(File.ReadAllText(file));
        return
        [
            .. list.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == "package")
                .Select(library => library.Name.Replace('/', ' ')),
        ];
    }

    // A package and its version.
    [GeneratedRegex(@"^[\w.]+ \d+(\.\d+)+$")]
    private static partial Regex Package();
}

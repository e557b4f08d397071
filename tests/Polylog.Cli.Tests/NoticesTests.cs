using System.Text.Json;
using System.Text.RegularExpressions;

namespace Polylog.Cli.Tests;

/// <summary>The notices that the packages carry.</summary>
public sealed partial class NoticesTests
{
    private static readonly string[] s_lines = File.ReadAllLines(Path.Combine(Repository.Root, "THIRD-PARTY-NOTICES.txt"));

    [Fact]
    public void Every_package_that_the_tool_contains_is_named_with_its_version()
    {
        using var dependencies = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "polylog.deps.json")));
        IEnumerable<string> shipped = dependencies.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => library.Name.Replace('/', ' '));
        Assert.Equal(shipped.Order(StringComparer.Ordinal), s_lines.Where(line => Package().IsMatch(line)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_licence_that_is_named_is_printed()
    {
        const string Mark = "Licence: ";
        string[] licences = [.. s_lines.Where(line => line.StartsWith(Mark, StringComparison.Ordinal)).Select(line => line[Mark.Length..])];
        Assert.NotEmpty(licences);
        Assert.All(licences.Distinct(), licence => Assert.Contains(licence, s_lines));
    }

    // A package and its version.
    [GeneratedRegex(@"^[\w.]+ \d+(\.\d+)+$")]
    private static partial Regex Package();
}

using System.Text.RegularExpressions;
using Polylog.Cli.Tests;

namespace Polylog.Architecture.Tests;

/// <summary>Pages in Markdown: what they link to exists, and the first one stays short.</summary>
public partial class PageTests
{
    private const int LongestReadme = 150;

    [Fact]
    public void Links_lead_to_files_and_headings()
    {
        string[] faults =
        [
            .. Pages().SelectMany(page => Link().Matches(WithoutCode(page)).Select(match => match.Groups[1].Value)
                .Where(link => !link.StartsWith("http", StringComparison.Ordinal) && !Leads(page, link))
                .Select(link => $"{Path.GetRelativePath(Repository.Root, page)}: {link}")),
        ];
        Assert.True(faults.Length == 0, $"these links lead nowhere:\n{string.Join('\n', faults)}");
    }

    [Fact]
    public void Pages_are_found_from_the_README()
    {
        string[] pages = [.. Pages()];
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([Path.Combine(Repository.Root, "README.md")]);
        while (open.TryPop(out string? page))
        {
            if (!found.Add(page))
                continue;
            foreach (Match match in Link().Matches(WithoutCode(page)))
            {
                string target = Path.GetFullPath(match.Groups[1].Value.Split('#')[0], Path.GetDirectoryName(page)!);
                if (pages.Contains(target))
                    open.Push(target);
            }
        }
        Assert.Equal([], pages.Except(found).Select(page => Path.GetRelativePath(Repository.Root, page)));
    }

    [Fact]
    public void The_README_is_short() =>
        Assert.InRange(File.ReadLines(Path.Combine(Repository.Root, "README.md")).Count(), 1, LongestReadme);

    private static IEnumerable<string> Pages() => Directory.EnumerateFiles(Repository.Root, "*.md")
        .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories));

    private static bool Leads(string page, string link)
    {
        string[] parts = link.Split('#');
        string target = parts[0].Length == 0 ? page : Path.GetFullPath(parts[0], Path.GetDirectoryName(page)!);
        if (parts.Length == 1)
            return File.Exists(target) || Directory.Exists(target);
        return File.Exists(target) && Heading().Matches(WithoutCode(target)).Any(match => Anchor(match.Groups[1].Value) == parts[1]);
    }

    private static string WithoutCode(string page) => Code().Replace(File.ReadAllText(page).ReplaceLineEndings("\n"), "");

    // As GitHub names headings.
    private static string Anchor(string heading) => NoAnchor().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}

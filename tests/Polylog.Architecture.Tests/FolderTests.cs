using Polylog.Cli.Tests;

namespace Polylog.Architecture.Tests;

/// <summary>The code can be read from the bottom up: no folder depends on one that depends on it.</summary>
public class FolderTests
{
    [Theory]
    [InlineData("Polylog.Core.dll", "Polylog")]
    [InlineData("Polylog.Tables.dll", "Polylog.Tables")]
    [InlineData("Polylog.Networks.dll", "Polylog.Networks")]
    [InlineData("Polylog.ML.dll", "Polylog.ML")]
    [InlineData("Polylog.Experiments.dll", "Polylog.Experiments")]
    [InlineData("polylog.dll", "Polylog.Cli")]
    [InlineData("polylog-lab.dll", "Polylog.Lab")]
    [InlineData("Polylog.Cluster.dll", "Polylog.Cluster")]
    [InlineData("polylog-cluster.dll", "Polylog.Cluster.Tool")]
    [InlineData("Polylog.Reports.dll", "Polylog.Reports")]
    public void Folders_have_no_cycle(string assembly, string project)
    {
        var folders = new CompiledFolders(assembly, Path.Combine(Repository.Root, "src", project));
        IReadOnlyList<string> cycle = folders.Cycle();
        string[] reasons = [.. cycle.Zip(cycle.Skip(1), (from, to) => $"{Name(from)} -> {Name(to)}: {folders.Edges[(from, to)]}")];
        Assert.True(cycle.Count == 0, $"{project} has a cycle of folders:\n{string.Join('\n', reasons)}");

        static string Name(string folder) => folder.Length == 0 ? "(the project's own folder)" : folder;
    }

    /// <summary>CONTRIBUTING lists every folder of a project, each after the folders it refers to.</summary>
    [Theory]
    [InlineData("Polylog.Core.dll", "Polylog")]
    [InlineData("Polylog.Networks.dll", "Polylog.Networks")]
    [InlineData("Polylog.Cluster.dll", "Polylog.Cluster")]
    [InlineData("polylog-cluster.dll", "Polylog.Cluster.Tool")]
    [InlineData("Polylog.Reports.dll", "Polylog.Reports")]
    public void The_map_lists_folders_from_the_bottom_up(string assembly, string project)
    {
        var folders = new CompiledFolders(assembly, Path.Combine(Repository.Root, "src", project));
        List<string> listed = [.. Listed(project)];
        Assert.Equal(folders.Names.Select(Top).Distinct().Order(), listed.Order());
        string[] faults =
        [
            .. folders.Edges.Where(edge => listed.IndexOf(Top(edge.Key.From)) < listed.IndexOf(Top(edge.Key.To)))
                .Select(edge => $"{edge.Key.From} is listed before {edge.Key.To}, but {edge.Value}"),
        ];
        Assert.True(faults.Length == 0,
            $"CONTRIBUTING.md lists folders of {project} before others that they refer to:\n{string.Join('\n', faults)}");

        static string Top(string folder) => folder.Split('/')[0];
    }

    private static IEnumerable<string> Listed(string project) => File.ReadLines(Path.Combine(Repository.Root, "CONTRIBUTING.md"))
        .SkipWhile(line => !line.StartsWith($"| **`src/{project}`**", StringComparison.Ordinal))
        .Skip(1)
        .TakeWhile(line => line.StartsWith("| `  ", StringComparison.Ordinal))
        .Select(line => line.Split('`')[1].Trim().TrimEnd('/'));

    /// <summary>The test itself sees folders and what they refer to.</summary>
    [Fact]
    public void References_between_folders_are_seen()
    {
        var folders = new CompiledFolders("Polylog.Core.dll", Path.Combine(Repository.Root, "src", "Polylog"));
        Assert.Superset(new HashSet<string> { "", "Numerics", "Leaves", "Engine" }, folders.Names.ToHashSet());
        Assert.Contains(("Engine", "Leaves"), folders.Edges.Keys);
        Assert.Contains(("Leaves", "Numerics"), folders.Edges.Keys);
    }
}

using System.Text.Json;

namespace Polylog.Cluster.Tests;

public class NoticesTests
{
    /// <summary>Both files of notices together name every package that the tool contains, with its version.</summary>
    [Fact]
    public void Every_package_that_the_tool_contains_is_named()
    {
        string root = Root();
        string[] named =
        [
            .. File.ReadAllLines(Path.Combine(root, "THIRD-PARTY-NOTICES.txt")),
            .. File.ReadAllLines(Path.Combine(root, "src", "Polylog.Cluster.Tool", "CLUSTER-NOTICES.txt")),
        ];
        using var dependencies = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "polylog-cluster.deps.json")));
        Assert.Empty(dependencies.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => library.Name.Replace('/', ' '))
            .Except(named));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Polylog.slnx")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}

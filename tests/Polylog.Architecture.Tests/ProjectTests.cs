using System.Xml.Linq;
using Polylog.Cli.Tests;

namespace Polylog.Architecture.Tests;

/// <summary>Projects refer to each other one way, and each to no more than it needs.</summary>
public class ProjectTests
{
    /// <summary>What each project may refer to.</summary>
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Polylog"] = [],
        ["Polylog.Output"] = [],
        ["Polylog.Tables"] = ["Polylog", "Polylog.Output"],
        ["Polylog.Native"] = ["Polylog", "Polylog.Reports"],
        ["Polylog.ML"] = ["Polylog", "Polylog.Output"],
        ["Polylog.Networks"] = ["Polylog", "Polylog.Output"],
        ["Polylog.Experiments"] = ["Polylog", "Polylog.Output", "Polylog.Networks"],
        ["Polylog.Reports"] = ["Polylog"],
        ["Polylog.Cli"] = ["Polylog", "Polylog.Output", "Polylog.Tables", "Polylog.Networks", "Polylog.Reports"],
        ["Polylog.Lab"] = ["Polylog", "Polylog.Output", "Polylog.Tables", "Polylog.Cli", "Polylog.Experiments"],
        ["Polylog.Cluster"] = ["Polylog", "Polylog.Output", "Polylog.Tables", "Polylog.Cli", "Polylog.Reports"],
        ["Polylog.Cluster.Tool"] = ["Polylog.Cluster", "Polylog.Output", "Polylog.Tables", "Polylog.Cli"],
    };

    [Fact]
    public void Sources_refer_to_what_they_may()
    {
        string[] projects = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)];
        Assert.Equal(s_allowed.Keys.Order(), projects.Select(Name).Order());
        foreach (string project in projects)
            Assert.Subset(s_allowed[Name(project)].ToHashSet(), References(project).ToHashSet());
    }

    [Fact]
    public void Tests_refer_to_the_project_they_test()
    {
        foreach (string project in Directory.EnumerateFiles(
            Path.Combine(Repository.Root, "tests"), "*.csproj", SearchOption.AllDirectories))
        {
            string name = Name(project);
            // The browser looks at what the command writes.
            if (name == "Polylog.Browser.Tests")
                Assert.Equal(["Polylog.Cli"], References(project));
            // The nodes that are killed are those of the command.
            else if (name == "Polylog.Cluster.Tests")
                Assert.Equal(["Polylog.Cluster.Tool"], References(project));
            else if (name != "Polylog.Architecture.Tests")
                Assert.Equal([name[..^".Tests".Length]], References(project));
        }
    }

    private static string Name(string project) => Path.GetFileNameWithoutExtension(project);

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(project).Descendants("ProjectReference")
            .Select(reference => Name(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}

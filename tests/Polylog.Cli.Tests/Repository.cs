namespace Polylog.Cli.Tests;

/// <summary>Paths in the repository and beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A real table next to the repository; the test is skipped where it does not exist.</summary>
    public static string RealTable(string name)
    {
        string path = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", name));
        Assert.SkipUnless(File.Exists(path), $"the table {name} is not in ../shared/data next to the repository");
        return path;
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Polylog.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Polylog.slnx is in no folder above the tests.");
    }
}

namespace Polylog.Cli.Tests;

/// <summary>Printed commands start with what the user has to type.</summary>
public sealed class ProgramNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(".", "dotnet run -c Release --project src/Cli --")]
    [InlineData("src/Cli", "dotnet run -c Release --project . --")]
    public void A_program_built_in_the_repository_is_started_with_dotnet_run(string workingFolder, string expected)
    {
        string built = Path.Combine(_folder.FullPath, "src", "Cli", "bin", "Release", "net10.0");
        Directory.CreateDirectory(built);
        File.WriteAllText(Path.Combine(_folder.FullPath, "src", "Cli", "Polylog.Cli.csproj"), "");
        string name = ProgramName.Find(
            built + Path.DirectorySeparatorChar, Path.Combine(_folder.FullPath, workingFolder), Path.Combine(built, "polylog"),
                searchPath: "");
        Assert.Equal(expected, name.Replace('\\', '/'));
    }

    [Fact]
    public void An_installed_tool_is_started_by_its_name()
    {
        string tools = _folder["tools"];
        Assert.Equal("polylog", ProgramName.Find(_folder["store"], _folder.FullPath, Path.Combine(tools, "polylog"),
            $"other{Path.PathSeparator}{tools}"));
    }

    [Fact]
    public void A_tool_outside_the_search_path_is_started_by_its_path()
    {
        string program = Path.Combine(_folder.FullPath, "tools", "polylog");
        Assert.Equal(ShellWord.Quote(program), ProgramName.Find(_folder["store"], _folder.FullPath, program, "other"));
    }

    /// <summary>A tool of machine code is a link; the process is told where that leads.</summary>
    [Fact]
    public void A_tool_in_a_store_is_started_by_its_link()
    {
        string tools = _folder["tools"], stored = Path.Combine(tools, ".store", "polylog.cli", "0.1.0", "polylog");
        Assert.Equal("polylog", ProgramName.Find(Path.GetDirectoryName(stored)!, _folder.FullPath, stored, tools));
        Assert.Equal(ShellWord.Quote(Path.Combine(tools, "polylog")),
            ProgramName.Find(Path.GetDirectoryName(stored)!, _folder.FullPath, stored, "other"));
    }

    [Fact]
    public void A_program_behind_a_link_in_the_search_path_is_started_by_its_name()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a right of their own there");
        Directory.CreateDirectory(_folder["bin"]);
        string program = _folder.Text("polylog", "");
        File.CreateSymbolicLink(Path.Combine(_folder["bin"], "polylog"), program);
        Assert.Equal("polylog", ProgramName.Find(_folder["store"], _folder.FullPath, program, _folder["bin"]));
    }

    public void Dispose() => _folder.Dispose();
}

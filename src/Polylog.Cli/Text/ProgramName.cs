namespace Polylog.Cli;

/// <summary>How a user starts this program, so that every command it prints works when it is copied to the shell.</summary>
internal static class ProgramName
{
    private const string Installed = "polylog";
    private const string Project = "Polylog.Cli.csproj";

    /// <summary>The words to type before a command's name.</summary>
    public static string Current { get; } = Find(
        AppContext.BaseDirectory, Environment.CurrentDirectory, Environment.ProcessPath, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>Finds the words to type.</summary>
    /// <param name="programFolder">The folder of the program's own file.</param>
    /// <param name="workingFolder">The folder the user is in.</param>
    /// <param name="processPath">The file that was started; null where it is not known.</param>
    /// <param name="searchPath">The folders in which a shell looks for commands.</param>
    public static string Find(string programFolder, string workingFolder, string? processPath, string? searchPath)
    {
        // A build puts the program into <project>/bin/<configuration>/<framework>.
        DirectoryInfo? configuration = new DirectoryInfo(Path.TrimEndingDirectorySeparator(programFolder)).Parent;
        if (configuration?.Parent is { Name: "bin", Parent: { } project } && File.Exists(Path.Combine(project.FullName, Project)))
        {
            string path = Path.GetRelativePath(workingFolder, project.FullName);
            return $"dotnet run -c {configuration.Name} --project {ShellWord.Quote(path)} --";
        }
        bool isDirect = processPath is not null && Path.GetFileNameWithoutExtension(processPath) == Installed;
        return isDirect && !IsFound(processPath!, searchPath) ? ShellWord.Quote(processPath!) : Installed;
    }

    private static bool IsFound(string program, string? searchPath) => searchPath is not null && searchPath
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => Path.TrimEndingDirectorySeparator(folder) == Path.GetDirectoryName(program));
}

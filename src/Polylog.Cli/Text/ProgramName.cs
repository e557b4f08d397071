namespace Polylog.Cli;

/// <summary>How a user starts this program, so that every command it prints works when it is copied to the shell.</summary>
internal static class ProgramName
{
    public const string Installed = "polylog";
    private const string Project = "Polylog.Cli.csproj";

    /// <summary>The words to type before a command's name.</summary>
    public static string Current { get; } = Of(Installed, Project);

    /// <summary>The words for another program of the repository.</summary>
    /// <param name="installed">The word that starts it where it is installed.</param>
    /// <param name="project">The name of its project file.</param>
    public static string Of(string installed, string project) => Find(
        AppContext.BaseDirectory, Environment.CurrentDirectory, Environment.ProcessPath, Environment.GetEnvironmentVariable("PATH"),
        installed, project);

    /// <summary>Finds the words to type.</summary>
    /// <param name="programFolder">The folder of the program's own file.</param>
    /// <param name="workingFolder">The folder the user is in.</param>
    /// <param name="processPath">The file that was started; null where it is not known.</param>
    /// <param name="searchPath">The folders in which a shell looks for commands.</param>
    /// <param name="installed">The word that starts the program where it is installed.</param>
    /// <param name="project">The name of its project file.</param>
    public static string Find(
        string programFolder, string workingFolder, string? processPath, string? searchPath, string installed = Installed,
        string project = Project)
    {
        // A build puts the program into <project>/bin/<configuration>/<framework>.
        DirectoryInfo? configuration = new DirectoryInfo(Path.TrimEndingDirectorySeparator(programFolder)).Parent;
        if (configuration?.Parent is { Name: "bin", Parent: { } folder } && File.Exists(Path.Combine(folder.FullName, project)))
        {
            string path = Path.GetRelativePath(workingFolder, folder.FullName);
            return $"dotnet run -c {configuration.Name} --project {ShellWord.Quote(path)} --";
        }
        bool isDirect = processPath is not null && Path.GetFileNameWithoutExtension(processPath) == installed;
        if (!isDirect)
            return installed;
        string program = Link(processPath!, installed);
        return IsFound(program, searchPath) || IsFound(processPath!, searchPath) ? installed : ShellWord.Quote(program);
    }

    // A tool that is machine code lies in a store, and a link with the command's name beside the store leads to it.
    private static string Link(string program, string installed)
    {
        int store = program.IndexOf($"{Path.DirectorySeparatorChar}.store{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
        return store < 0 ? program : Path.Combine(program[..store], installed);
    }

    private static bool IsFound(string program, string? searchPath) => searchPath is not null && searchPath
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => Path.TrimEndingDirectorySeparator(folder) == Path.GetDirectoryName(program) || IsLink(folder, program));

    private static bool IsLink(string folder, string program)
    {
        try
        {
            var link = new FileInfo(Path.Combine(folder, Path.GetFileName(program)));
            return link.LinkTarget is not null && link.ResolveLinkTarget(returnFinalTarget: true)?.FullName == program;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

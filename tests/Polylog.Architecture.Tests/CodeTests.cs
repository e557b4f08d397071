using Polylog.Cli.Tests;

namespace Polylog.Architecture.Tests;

/// <summary>Rules of the code that the compiler does not check.</summary>
public class CodeTests
{
    private const int LongestLine = 140;
    private const int LongestFile = 300;

    [Fact]
    public void Lines_are_at_most_140_characters()
    {
        string[] faults =
        [
            .. Sources("src", "tests", "benchmarks").SelectMany(file => File.ReadLines(file)
                .Select((line, i) => (Line: line, Number: i + 1))
                .Where(line => line.Line.Length > LongestLine)
                .Select(line => $"{Path.GetRelativePath(Repository.Root, file)}:{line.Number} has {line.Line.Length} characters")),
        ];
        Assert.True(faults.Length == 0, $"break these lines:\n{string.Join('\n', faults)}");
    }

    [Fact]
    public void Source_files_have_fewer_than_300_lines()
    {
        string[] faults =
        [
            .. Sources("src", "tests", "benchmarks").Select(file => (File: file, Lines: File.ReadLines(file).Count()))
                .Where(file => file.Lines >= LongestFile)
                .Select(file => $"{Path.GetRelativePath(Repository.Root, file.File)} has {file.Lines} lines"),
        ];
        Assert.True(faults.Length == 0, $"split these files by the ideas in them:\n{string.Join('\n', faults)}");
    }

    // It sends telemetry unless RuntimeStart, which is there, runs before anything else of it.
    [Fact]
    public void Only_one_folder_uses_ONNX_Runtime()
    {
        string allowed = Path.Combine(Repository.Root, "src", "Polylog.Networks", "Running");
        string[] users =
        [
            .. Sources("src", "tests", "benchmarks").Where(file => File.ReadLines(file)
                .Any(line => line.StartsWith("using Microsoft.ML.OnnxRuntime", StringComparison.Ordinal))),
        ];
        Assert.NotEmpty(users);
        Assert.All(users, file => Assert.Equal(allowed, Path.GetDirectoryName(file)));
    }

    private static IEnumerable<string> Sources(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));
}

namespace Polylog.Experiments.Tests;

/// <summary>Runs figures in folders that vanish, and reads what they wrote.</summary>
internal sealed class ResultRows : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("polylog-experiments-tests-");

    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>A figure whose parts take milliseconds.</summary>
    public static Figure Small { get; } = new Figure8Polylog(new PolylogSettings([1, 2], [500, 1000], 2));

    /// <summary>Works a figure out, or goes on with it, and gives the rows without the times.</summary>
    public string[] Run(Figure figure, string name, ulong seed = 1, FigureScale scale = FigureScale.Tiny)
    {
        ResultFolder folder = ResultFolder.Open(this[name], figure, scale, seed);
        new FigureRun(figure, folder, seed).Complete(null, TestContext.Current.CancellationToken);
        return Untimed(folder.Rows);
    }

    /// <summary>The rows of a file, without its columns of seconds.</summary>
    public static string[] Untimed(string file)
    {
        string text = File.ReadAllText(file);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        string[][] lines = [.. text[..^1].Split('\n').Select(line => line.Split(','))];
        int[] columns = [.. Enumerable.Range(0, lines[0].Length).Where(i => !lines[0][i].StartsWith("seconds", StringComparison.Ordinal))];
        return [.. lines.Select(line => string.Join(',', columns.Select(i => line[i])))];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

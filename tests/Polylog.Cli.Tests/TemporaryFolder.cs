using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Polylog.Cli.Tests;

/// <summary>A folder for the files of one test, deleted afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("polylog-cli-tests-");

    public string FullPath => _folder.FullName;

    public string[] Names => [.. _folder.GetFileSystemInfos().Select(file => file.Name).Order(StringComparer.Ordinal)];

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public string Text(string name, string content)
    {
        File.WriteAllText(this[name], content, new UTF8Encoding(false));
        return this[name];
    }

    /// <summary>A pipe with a name, to which nobody writes.</summary>
    public string Pipe(string name)
    {
        using Process make = Process.Start("mkfifo", [this[name]]);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
        return this[name];
    }

    /// <summary>A table with two related numeric columns, a column of text and one of counts.</summary>
    public string Sample(string name, int rows, string header = "a,b,kind,n", char delimiter = ',')
    {
        var text = new StringBuilder(header.Replace(',', delimiter)).Append('\n');
        for (int i = 0; i < rows; i++)
        {
            double a = Math.Sin(1.7 * i) + i % 7;
            double b = Math.Cos(0.3 * i) * a + i * 0.01;
            text.AppendJoin(delimiter, Number(a), Number(b), i % 3 == 0 ? "odd one" : "x",
                (1 + i % 5).ToString(CultureInfo.InvariantCulture)).Append('\n');
        }
        return Text(name, text.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

using System.Text;

namespace Polylog.Tables.Tests;

/// <summary>A folder for one test's files, deleted with all in it afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("polylog-tests-");

    public string FullPath => _folder.FullName;

    public string[] Names => [.. _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal)];

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public string Text(string name, string content)
    {
        File.WriteAllText(this[name], content, new UTF8Encoding(false));
        return this[name];
    }

    public string Parquet(string name, string select, string options = "")
    {
        using var session = new TableSession(threads: null);
        session.Execute($"COPY ({select}) TO {Sql.Text(this[name])} (FORMAT parquet{options})", name, Testing.Cancel);
        return this[name];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

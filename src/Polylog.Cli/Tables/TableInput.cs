using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The source of rows: files or a query.</summary>
internal sealed record TableInput(IReadOnlyList<string> Paths, string? Sql)
{
    /// <summary>The source that a command line names; null where it names none.</summary>
    /// <param name="paths">Its files.</param>
    /// <param name="sql">Its query; null for none.</param>
    /// <param name="help">The command that shows the help page.</param>
    /// <exception cref="UsageException">It names both.</exception>
    public static TableInput? Find(string[]? paths, string? sql, string help)
    {
        if (paths is { Length: > 0 } && sql is not null)
        {
            throw new UsageException(
                $"both an input file ('{paths[0]}') and --sql were given; read the files in the query, or leave one out", help);
        }
        return paths is { Length: > 0 } || sql is not null ? new TableInput(paths ?? [], sql) : null;
    }

    /// <summary>The source that a command line has to name.</summary>
    /// <param name="paths">Its files.</param>
    /// <param name="sql">Its query; null for none.</param>
    /// <param name="help">The command that shows the help page.</param>
    /// <exception cref="UsageException">It names none, or both.</exception>
    public static TableInput Read(string[]? paths, string? sql, string help) => Find(paths, sql, help)
        ?? throw new UsageException("no input; give a file, or a query with --sql", help);

    public Table Open(int? threads, CancellationToken cancellation) =>
        Sql is null ? Table.OpenFiles(Paths, threads, cancellation) : Table.OpenQuery(Sql, threads, cancellation);

    /// <summary>The option that names this source for <c>inspect</c>.</summary>
    public string Against => Sql is null ? $"--against {ShellWord.Quote(Paths)}" : $"--against-sql {ShellWord.Quote([Sql])}";
}

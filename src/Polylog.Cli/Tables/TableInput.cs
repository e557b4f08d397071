using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The source of rows: files or a query.</summary>
internal sealed record TableInput(IReadOnlyList<string> Paths, string? Sql)
{
    public Table Open(int? threads, CancellationToken cancellation) =>
        Sql is null ? Table.OpenFiles(Paths, threads, cancellation) : Table.OpenQuery(Sql, threads, cancellation);

    /// <summary>The option that names this source for <c>inspect</c>.</summary>
    public string Against => Sql is null ? $"--against {ShellWord.Quote(Paths)}" : $"--against-sql {ShellWord.Quote([Sql])}";
}

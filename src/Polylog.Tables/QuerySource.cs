namespace Polylog.Tables;

/// <summary>A query's result, kept in a temporary table: run once, because a query need not give the same rows twice.</summary>
internal sealed class QuerySource : TableSource
{
    private const string Result = "query_result";

    private QuerySource(IReadOnlyList<TableColumn> columns)
        : base(columns)
    {
    }

    public static QuerySource Open(TableSession session, string sql, string place, CancellationToken cancellation)
    {
        string query = sql.Trim().TrimEnd(';');
        int statements = session.CountStatements(query, place);
        if (statements != 1)
            throw TableErrors.NotOneQuery(statements);
        session.Execute($"CREATE TEMP TABLE {Result} AS\n{query}", place, cancellation);
        return new(session.Describe($"FROM {Result}", place));
    }

    public override string From(CellForm form) => Result;

    public override string Cell(int column, CellForm form) => CellsOf.Typed(Columns[column], form);
}

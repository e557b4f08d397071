namespace Polylog.Tables;

/// <summary>The number of rows of one table that are rows of another.</summary>
/// <param name="Rows">The rows looked for.</param>
/// <param name="Found">How many of them the other table has, counting each as often as it occurs there.</param>
public readonly record struct RowMembership(long Rows, long Found)
{
    /// <summary>
    /// Counts the rows of a coreset that are rows of a table, in all of the table's columns; values are compared as the table's types,
    /// NULL equals NULL and NaN equals NaN.
    /// </summary>
    /// <param name="coreset">The rows to look for.</param>
    /// <param name="against">The table they should come from.</param>
    /// <param name="ignoredColumns">Columns that do not take part, such as the weight.</param>
    /// <param name="rowIdColumn">Column of the coreset that says which row of the table a row is, counted from 0; then it must be that
    /// one.</param>
    /// <param name="cancellation">Stops the count.</param>
    /// <exception cref="TableException">A column is on one side only, or both sides are queries.</exception>
    public static RowMembership Count(
        Table coreset,
        Table against,
        IReadOnlyList<string> ignoredColumns,
        string? rowIdColumn = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(coreset);
        ArgumentNullException.ThrowIfNull(against);
        ArgumentNullException.ThrowIfNull(ignoredColumns);
        if (coreset.IsQuery && against.IsQuery)
            throw TableErrors.TwoQueries();
        // A query's result lives in its own session, so the other side joins it there.
        TableSession session = coreset.IsQuery ? coreset.Session : against.Session;
        var match = new RowMatch(coreset, coreset.SourceIn(session), against, against.SourceIn(session));
        string query = match.Query(ignoredColumns, rowIdColumn);
        return session.Rows(query, coreset.Description, row => new RowMembership(row.GetInt64(0), row.GetInt64(1)), cancellation)[0];
    }
}

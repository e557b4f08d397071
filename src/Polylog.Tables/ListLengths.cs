namespace Polylog.Tables;

/// <summary>Finds how many numbers the lists of a column have.</summary>
internal static class ListLengths
{
    public static int Of(Table table, int column, CancellationToken cancellation)
    {
        string cell = Sql.Column(column);
        string query = $"SELECT length, min(rn) AS first, count(*) FROM (SELECT rn, len({cell}) AS length FROM "
            + $"({table.Source.SelectNumbered([column], CellForm.Native, "rn")}) WHERE {cell} IS NOT NULL) GROUP BY length ORDER BY first";
        List<(long Length, long Row, long Rows)> lengths =
            table.Session.Rows(query, table.Description, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2)), cancellation);
        string name = table.Columns[column].Name;
        return lengths switch
        {
            [] or [(0, _, _)] => throw TableErrors.EmptyLists(table.Description, name),
            [var only] => checked((int)only.Length),
            [var first, var second, ..] =>
                throw TableErrors.UnequalLists(table.Description, name, first.Length, first.Row, second.Length, second.Row),
        };
    }
}

namespace Polylog.Tables;

/// <summary>SQL expressions over the cells of typed columns.</summary>
internal static class CellsOf
{
    public static string Typed(TableColumn column, CellForm form) => form switch
    {
        CellForm.Number or CellForm.AnyNumber => $"CAST({Sql.Name(column.Name)} AS DOUBLE)",
        CellForm.Text => $"CAST({Sql.Name(column.Name)} AS VARCHAR)",
        _ => Sql.Name(column.Name),
    };
}

namespace Polylog.Tables;

/// <summary>Expressions over columns that have types.</summary>
internal static class CellsOf
{
    public static string Typed(TableColumn column, CellForm form) => form switch
    {
        CellForm.Number => $"CAST({Sql.Name(column.Name)} AS DOUBLE)",
        CellForm.Text => $"CAST({Sql.Name(column.Name)} AS VARCHAR)",
        _ => Sql.Name(column.Name),
    };
}

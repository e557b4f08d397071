using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Whether the columns to add have names that are free.</summary>
internal static class OutputNames
{
    /// <summary>The input's weight column, if the new weight takes its place.</summary>
    public static string? Check(Table table, string weightName, string? rowIdName, string? weightColumn)
    {
        if (rowIdName is not null && Same(rowIdName, weightName))
        {
            throw new CommandException($"--row-id and the weight column are both called '{rowIdName}'; "
                + "choose another --row-id or --weight-name");
        }
        string? replaced = weightColumn is not null && Same(weightColumn, weightName) ? weightColumn : null;
        foreach (TableColumn column in table.Columns)
        {
            if (Same(column.Name, weightName) && column.Name != replaced)
            {
                string way = weightColumn is null ? $"if it holds the rows' weights say --weight {ShellWord.Quote(column.Name)}, otherwise choose another --weight-name" : "choose another --weight-name";
                throw new CommandException($"{table.Description} already has a column '{column.Name}'; {way}");
            }
            if (rowIdName is not null && Same(column.Name, rowIdName))
                throw new CommandException($"{table.Description} already has a column '{column.Name}'; choose another --row-id");
        }
        return replaced;
    }

    // Readers of most formats take names that differ in case alone for the same.
    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

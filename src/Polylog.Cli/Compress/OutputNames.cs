using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Checks the names of the columns that are added to the output.</summary>
internal static class OutputNames
{
    /// <summary>Returns the weight column of the input if the new weights replace it, otherwise null.</summary>
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
                string way = weightColumn is null
                    ? $"if it contains the weights of the rows use --weight {ShellWord.Quote(column.Name)}, otherwise choose another "
                        + "--weight-name"
                    : "choose another --weight-name";
                throw new CommandException($"{table.Description} already has a column '{column.Name}'; {way}");
            }
            if (rowIdName is not null && Same(column.Name, rowIdName))
                throw new CommandException($"{table.Description} already has a column '{column.Name}'; choose another --row-id");
        }
        return replaced;
    }

    /// <summary>Refuses a name of the smoothed target that another column has.</summary>
    public static void CheckSmooth(Table table, CompressRequest request)
    {
        if (request.SmoothName is not { } name)
            return;
        if (Same(name, request.WeightName) || (request.RowIdName is { } rowId && Same(name, rowId)))
        {
            throw new CommandException($"--smooth-target and {(Same(name, request.WeightName) ? "the weight column" : "--row-id")} are "
                + $"both called '{name}'; choose another --smooth-target");
        }
        if (table.Columns.FirstOrDefault(column => Same(column.Name, name)) is { } taken)
            throw new CommandException($"{table.Description} already has a column '{taken.Name}'; choose another --smooth-target");
    }

    // Most readers treat names that differ only in case as the same.
    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

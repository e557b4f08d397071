using System.Globalization;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Refuses columns that cannot be what they are asked to be, by the values they have.</summary>
internal static class RoleCheck
{
    /// <summary>What the measure would refuse, in its own words and without the table's names.</summary>
    public static void Targets(NumericRows rows, Roles roles, string table)
    {
        for (int target = 0; target < roles.Factors.Count; target++)
            Fits(rows, LossWords.ToLoss(roles.Loss!.Value)!, rows.Further[0], roles.Factors.Count, target, $"{table}: target '{roles.Targets[target]}'");
    }

    /// <summary>What makes no sense in a table to compress.</summary>
    public static void Values(NumericRows rows, Roles roles, string table)
    {
        AreLarge(rows.Values, roles.Columns, table);
        AreLarge(rows.Further[0], roles.Factors, table, ValueRange.LeastTarget);
        AreLarge(rows.Further[1], roles.Totals, table);
        for (int target = 0; target < roles.Targets.Count && roles.Loss is not LossWord.Classes; target++)
        {
            (double[] values, int width, int at) = roles.Loss is LossWord.Any
                ? (rows.Values, rows.Columns, rows.Columns - roles.Targets.Count + target) : (rows.Further[0], roles.Targets.Count, target);
            Varies(rows, values, width, at, $"{table}: target '{roles.Targets[target]}'");
        }
        foreach (LabelColumn category in rows.Labels.Skip(roles.GroupBy.Count).Take(roles.Categories.Count))
            IsWhole(rows, category, table);
    }

    /// <summary>What can be told from the groups and classes.</summary>
    public static void Groups(NumericRows rows, MarkedRows marked, string table)
    {
        ReadOnlySpan<double> weights = rows.Weights;
        if (marked.Classes is { } classes)
            Classes(rows, classes, table);
        if (marked.Cells?.Weighing(weights) is not { } weighing)
            return;
        int empty = Array.IndexOf(weighing, 0);
        if (empty >= 0)
        {
            throw new CommandException($"{table}: all weights of {Word(marked)} {marked.Cells.Name(empty)} are zero; "
                + "give one of its rows a weight, or leave its rows out through --sql");
        }
    }

    private static string Word(MarkedRows marked) => marked.Groups is null ? "class" : "group";

    /// <summary>Refuses columns of values next to 0.</summary>
    public static void AreLarge(ReadOnlySpan<double> values, IReadOnlyList<string> columns, string table, double least = ValueRange.Least)
    {
        for (int column = 0; column < columns.Count; column++)
        {
            if (ValueRange.IsBelow(values, columns.Count, column, least))
            {
                throw new CommandException($"{table}: every value of '{columns[column]}' is below {Format.Limit(least)} in size, too little to reckon with; "
                    + "scale it up through --sql, or leave it out");
            }
        }
    }

    private static void Varies(NumericRows rows, double[] values, int width, int at, string what)
    {
        double? first = null;
        for (int row = 0; row < rows.Rows; row++)
        {
            if (rows.Weights is { } weights && weights[row] == 0)
                continue;
            first ??= values[row * width + at];
            if (values[row * width + at] != first)
                return;
        }
        throw Constant(what, Text(first ?? 0));
    }

    private static CommandException Constant(string what, string value) =>
        new($"{what} is {value} in every row; nothing can be learned from a constant, choose another --target");

    private static void Fits(NumericRows rows, ILoss loss, double[] values, int width, int at, string what)
    {
        int faults = 0, first = -1;
        for (int row = 0; row < rows.Rows; row++)
        {
            if (loss.Fault(values[row * width + at]) is null)
                continue;
            first = faults++ == 0 ? row : first;
        }
        if (faults == 0)
            return;
        double value = values[first * width + at];
        string others = faults == 1 ? "" : $", as {Format.Whole(faults - 1)} more do not";
        throw new CommandException($"{what} is {Text(value)} in {Row(rows, first)}, which does not fit --loss {loss.Name}{others}: it {loss.Fault(value)}; "
            + "choose another --loss, or leave such rows out through --sql");
    }

    private static void Classes(NumericRows rows, Grouping classes, string table)
    {
        string what = $"{table}: target '{classes.Columns[0]}'";
        if (classes.Count == 1)
            throw Constant(what, classes.Name(0)[(classes.Columns[0].Length + 1)..]);
        int[] seen = classes.Weighing(default);
        int[] once = [.. Enumerable.Range(0, seen.Length).Where(number => seen[number] == 1)];
        if (once.Length == 0)
            return;
        string row = Row(rows, Array.IndexOf(classes.Numbers, once[0]));
        string name = classes.Name(once[0]);
        throw new CommandException(once.Length == 1
            ? $"{table}: class {name} is seen once, in {row}; leave it out through --sql, or join it with another class"
            : $"{table}: {once.Length} classes of '{classes.Columns[0]}' are seen once, the first {name} in {row}; "
                + "leave them out through --sql, join them with others, or choose another --loss for a target that is a number");
    }

    private static void IsWhole(NumericRows rows, LabelColumn category, string table)
    {
        for (int code = 0; code < category.Texts.Count; code++)
        {
            if (!double.TryParse(category.Texts[code], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || value == Math.Floor(value))
                continue;
            throw new CommandException($"{table}: category '{category.Name}' is {category.Texts[code]} in {Row(rows, Array.IndexOf([.. category.Codes], code))}; "
                + "categories are text or whole numbers: leave the column among the --columns, or round it through --sql");
        }
    }

    private static string Row(NumericRows rows, int row) => string.Create(CultureInfo.InvariantCulture, $"row {rows.RowNumber(row)} (counting from 0)");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

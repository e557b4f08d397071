using System.Globalization;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Refuses columns whose values do not fit their role.</summary>
internal static class RoleCheck
{
    /// <summary>
    /// Refuses targets that do not fit their loss. The library refuses them too, but does not know the names of the columns.
    /// </summary>
    public static void Targets(NumericRows rows, Roles roles, string table)
    {
        for (int target = 0; target < roles.Factors.Count; target++)
        {
            ILoss loss = LossWords.ToLoss(roles.Loss!.Value)!;
            Fits(rows, loss, rows.Further[0], roles.Factors.Count, target, $"{table}: target '{roles.Targets[target]}'");
        }
    }

    /// <summary>Refuses values too small to compute with, constant targets, and categories that are fractions.</summary>
    public static void Values(NumericRows rows, Roles roles, string table)
    {
        AreLarge(rows.Values, roles.Columns, table);
        AreLarge(rows.Further[0], roles.Factors, table, ValueRange.LeastTarget);
        AreLarge(rows.Further[1], roles.Totals, table);
        for (int target = 0; target < roles.Targets.Count && roles.Loss is not LossWord.Classes; target++)
        {
            (double[] values, int width, int at) = roles.Loss is LossWord.Any
                ? (rows.Values, rows.Columns, rows.Columns - roles.Targets.Count + target)
                : (rows.Further[0], roles.Targets.Count, target);
            Varies(rows, values, width, at, $"{table}: target '{roles.Targets[target]}'");
        }
        foreach (LabelColumn category in rows.Labels.Skip(roles.GroupBy.Count).Take(roles.Categories.Count))
            IsWhole(rows, category, table);
    }

    /// <summary>Refuses groups without weight and classes of one row.</summary>
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
                + "give one of its rows a weight, or leave its rows out with --sql");
        }
    }

    private static string Word(MarkedRows marked) => marked.Groups is null ? "class" : "group";

    /// <summary>Refuses columns all of whose values are so close to 0 that their moments would underflow.</summary>
    public static void AreLarge(ReadOnlySpan<double> values, IReadOnlyList<string> columns, string table, double least = ValueRange.Least)
    {
        for (int column = 0; column < columns.Count; column++)
        {
            if (ValueRange.IsBelow(values, columns.Count, column, least))
            {
                throw new CommandException($"{table}: every value of '{columns[column]}' is below {Format.Limit(least)} in magnitude, "
                    + "too small to compute with; scale it up with --sql, or leave it out");
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
        new($"{what} is {value} in every row; a constant cannot be predicted, choose another --target");

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
        string others = faults == 1 ? "" : $" (nor do {Format.Count(faults - 1, "further value")})";
        throw new CommandException($"{what} is {Text(value)} in {Row(rows, first)}, which does not fit --loss {loss.Name}{others}: "
            + $"it {loss.Fault(value)}; choose another --loss, or leave such rows out with --sql");
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
            ? $"{table}: class {name} has one row only, {row}; leave it out with --sql, or merge it with another class"
            : $"{table}: {once.Length} classes of '{classes.Columns[0]}' have one row only, the first is {name} in {row}; "
                + "leave them out with --sql, merge them with others, or choose another --loss if the target is a number");
    }

    private static void IsWhole(NumericRows rows, LabelColumn category, string table)
    {
        List<string?> texts = [.. category.Texts];
        int fraction = texts.FindIndex(text => Number(text) is { } value && value != Math.Floor(value));
        if (fraction < 0)
            return;
        int word = texts.FindIndex(text => text is not null && Number(text) is null);
        throw new CommandException(word < 0
            ? $"{table}: category '{category.Name}' is {texts[fraction]} in {RowOf(fraction)}; categories are text or whole numbers: "
                + "name it in --columns only, or round it with --sql"
            : $"{table}: column '{category.Name}' has text ('{texts[word]}' in {RowOf(word)}) and fractions "
                + $"({texts[fraction]} in {RowOf(fraction)}); "
                + $"correct the text, or use try_cast({category.Name} as double) in a query (--sql)");

        string RowOf(int code)
        {
            int row = Array.IndexOf([.. category.Codes], code);
            return string.Create(CultureInfo.InvariantCulture, $"row {rows.RowNumber(row)}, counting from 0");
        }
    }

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    private static string Row(NumericRows rows, int row) =>
        string.Create(CultureInfo.InvariantCulture, $"row {rows.RowNumber(row)} (counting from 0)");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

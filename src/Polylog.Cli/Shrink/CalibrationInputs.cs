using Polylog.Networks;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Inputs of a model from a file, and notes on how they were read.</summary>
internal sealed record CalibrationInputs(CalibrationData Data, IReadOnlyList<string> Notes)
{
    public static CalibrationInputs Read(
        string path, IReadOnlyList<string> columns, long units, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (ShrinkOptionSet.IsArray(path))
            return new(NpyFile.Read(path, units), []);
        using Table table = Table.OpenFiles([path]);
        var notes = new List<string>();
        if (!table.Columns.Any(column => column.IsNumeric))
            throw new CommandException($"'{path}' has no numeric column; give a table with one numeric column for each input");
        string? weights = columns.Count == 0 ? FindWeights(path, table, notes) : null;
        IReadOnlyList<string> names = new ColumnRequest(columns, []).Resolve(table, weights);
        // A row with a missing value is not a valid input.
        NumericRows rows = table.ReadNumeric(names, missing: MissingRows.Drop, progress: progress, cancellation: cancellation);
        if (rows.Dropped > 0)
        {
            string are = rows.Dropped == 1 ? "is" : "are";
            notes.Add($"{Format.Count(rows.Dropped, "row")} of '{path}' with a missing or infinite value {are} left out");
        }
        long[] chosen = CalibrationData.Choose(rows.Rows, CalibrationData.Take(rows.Columns, units));
        float[] values =
        [
            .. chosen.SelectMany(row => rows.Values.AsSpan((int)row * rows.Columns, rows.Columns).ToArray()).Select(value => (float)value),
        ];
        if (Array.FindIndex(values, float.IsInfinity) is >= 0 and var at)
        {
            (long row, int column) = (chosen[at / rows.Columns], at % rows.Columns);
            double value = rows.Values[(int)row * rows.Columns + column];
            throw new CommandException($"'{path}': {Format.Exact(value)} in column '{names[column]}', row {rows.RowNumber((int)row)} "
                + "(counting from 0), is too large for single precision, the precision of model inputs; scale it, or leave such rows out");
        }
        return new(new CalibrationData($"'{path}'", [rows.Columns], values, rows.Rows), notes);
    }

    // The weights of a coreset are not an input of the model.
    private static string? FindWeights(string path, Table table, List<string> notes)
    {
        if (CoresetMetadata.Read(path)?.WeightName is not { } weights || !table.Columns.Any(column => column.Name == weights))
            return null;
        notes.Add($"column '{weights}' of '{path}' contains the weights of a coreset and is left out; all rows count equally");
        return weights;
    }
}

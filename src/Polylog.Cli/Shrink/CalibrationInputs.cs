using Polylog.Networks;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Inputs from a file, and what is worth knowing of how they were read.</summary>
internal sealed record CalibrationInputs(CalibrationData Data, IReadOnlyList<string> Notes)
{
    public static CalibrationInputs Read(string path, IReadOnlyList<string> columns, long units, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (ShrinkOptionSet.IsArray(path))
            return new(CalibrationData.ReadNpy(path, units), []);
        using Table table = Table.OpenFiles([path]);
        var notes = new List<string>();
        if (!table.Columns.Any(column => column.IsNumeric))
            throw new CommandException($"'{path}' has no numeric column; give the inputs as numbers, a column for each");
        IReadOnlyList<string> names = new ColumnRequest(columns, []).Resolve(table, columns.Count == 0 ? WeightsOf(path, table, notes) : null);
        // A row with a gap is no input of a model.
        NumericRows rows = table.ReadNumeric(names, missing: MissingRows.Drop, progress: progress, cancellation: cancellation);
        if (rows.Dropped > 0)
            notes.Add($"{Format.Count(rows.Dropped, "row")} of '{path}' with a missing or infinite value {(rows.Dropped == 1 ? "is" : "are")} left out");
        long[] chosen = CalibrationData.Choose(rows.Rows, CalibrationData.Take(rows.Columns, units));
        float[] values = [.. chosen.SelectMany(row => rows.Values.AsSpan((int)row * rows.Columns, rows.Columns).ToArray()).Select(value => (float)value)];
        if (Array.FindIndex(values, float.IsInfinity) is >= 0 and var at)
        {
            (long row, int column) = (chosen[at / rows.Columns], at % rows.Columns);
            throw new CommandException($"'{path}': {Format.Exact(rows.Values[(int)row * rows.Columns + column])} in column '{names[column]}', row {rows.RowNumber((int)row)} (counting from 0), "
                + "is beyond single precision, which models take their inputs in; scale it, or leave such rows out");
        }
        return new(new CalibrationData($"'{path}'", [rows.Columns], values, rows.Rows), notes);
    }

    // The weights of a coreset are no input.
    private static string? WeightsOf(string path, Table table, List<string> notes)
    {
        if (CoresetMetadata.Read(path)?.WeightName is not { } weights || !table.Columns.Any(column => column.Name == weights))
            return null;
        notes.Add($"column '{weights}' of '{path}' has the weights of a coreset and is left out; all rows count the same");
        return weights;
    }
}

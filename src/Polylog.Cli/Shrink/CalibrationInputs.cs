using Polylog.Networks;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Calibration inputs from a file, with notes about the reading.</summary>
internal sealed record CalibrationInputs(CalibrationData Data, IReadOnlyList<string> Notes)
{
    /// <summary>Reads inputs for a model.</summary>
    /// <param name="path">An array (.npy), arrays with names (.npz), or a table.</param>
    /// <param name="columns">The columns of the table; empty for all numeric ones.</param>
    /// <param name="units">Units of the model's widest layer.</param>
    /// <param name="progress">Told the share that is read.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    public static CalibrationInputs Read(
        string path, IReadOnlyList<string> columns, long units, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (ShrinkOptionSet.HasEnding(path, ".npz"))
            return new(CalibrationData.ReadNpz(path, units, cancellation), []);
        if (ShrinkOptionSet.HasEnding(path, ".npy"))
            return new(CalibrationData.ReadNpy(path, units, cancellation), []);
        using Table table = Table.OpenFiles([path], cancellation: cancellation);
        List<string> notes = [.. table.Notes.Select(note => OptionTranslation.Apply(note, ["shrink"]))];
        if (!table.Columns.Any(column => column.IsNumeric))
            throw new CommandException($"'{path}' has no numeric column; give the inputs as numbers, a column for each");
        string? weights = columns.Count == 0 ? WeightColumn(path, table, notes) : null;
        IReadOnlyList<string> names = new ColumnRequest(columns, []).Resolve(table, weights);
        // A model cannot take a row with a missing value.
        NumericRows rows = table.ReadNumeric(names, missing: MissingRows.Drop, progress: progress, cancellation: cancellation);
        if (rows.Dropped > 0)
        {
            string verb = rows.Dropped == 1 ? "is" : "are";
            notes.Add($"{Format.Count(rows.Dropped, "row")} of '{path}' with a missing or infinite value {verb} left out");
        }
        long[] chosen = CalibrationData.Choose(rows.Rows, CalibrationData.Take(rows.Columns, units));
        IEnumerable<double> numbers = chosen.SelectMany(row => rows.Values.AsSpan((int)row * rows.Columns, rows.Columns).ToArray());
        float[] values = [.. numbers.Select(value => (float)value)];
        if (Array.FindIndex(values, float.IsInfinity) is >= 0 and var at)
        {
            (long row, int column) = (chosen[at / rows.Columns], at % rows.Columns);
            string value = Format.Exact(rows.Values[(int)row * rows.Columns + column]);
            throw new CommandException(
                $"'{path}': {value} in column '{names[column]}', row {rows.RowNumber((int)row)} (counting from 0), "
                + "is beyond single precision, which models take their inputs in; scale it, or leave such rows out");
        }
        return new(
            new CalibrationData($"'{path}'", [rows.Columns], values, rows.Rows)
            {
                Columns = names,
                Rows = [.. chosen.Select(row => rows.RowNumber((int)row))],
            },
            notes);
    }

    // The weights of a coreset are not an input of the model.
    private static string? WeightColumn(string path, Table table, List<string> notes)
    {
        if (CoresetMetadata.Read(path)?.WeightName is not { } weights || !table.Columns.Any(column => column.Name == weights))
            return null;
        notes.Add($"column '{weights}' of '{path}' has the weights of a coreset and is left out; all rows count the same");
        return weights;
    }
}

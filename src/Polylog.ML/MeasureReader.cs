using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polylog.ML;

/// <summary>Reads the numbers to be compressed, in one pass of a cursor.</summary>
internal static class MeasureReader
{
    /// <exception cref="ArgumentException">There are no rows, or a value is missing.</exception>
    public static Measure Read(IDataView data, ChosenColumns columns, CancellationToken cancellation)
    {
        using DataViewRowCursor row = data.GetRowCursor(columns.All);
        CellReader[] features = [.. columns.Features.Select(column => CellReader.ForColumn(row, column))];
        bool named = columns.Label is { Type: TextDataViewType };
        CellReader? label = columns.Label is { } target && !named ? CellReader.ForColumn(row, target) : null;
        LabelNumbers? classes = named ? new LabelNumbers(row, [columns.Label!.Value]) : null;
        CellReader? weight = columns.Weight is { } own ? CellReader.ForColumn(row, own) : null;
        LabelNumbers? groups = columns.Groups.Count > 0 ? new LabelNumbers(row, columns.Groups) : null;

        int dimension = columns.Dimension;
        int expected = (int)Math.Min(data.GetRowCount() ?? 0, Array.MaxLength / dimension);
        var atoms = new NumberList(expected * dimension);
        var targets = new NumberList(columns.Label is null ? 0 : expected);
        var weights = new NumberList(weight is null ? 0 : expected);
        List<int> labels = [];
        while (row.MoveNext())
        {
            if ((row.Position & 0xFFF) == 0)
                cancellation.ThrowIfCancellationRequested();
            Span<double> values = atoms.Room(dimension);
            foreach (CellReader feature in features)
            {
                feature.Read(values[..feature.Width], row.Position);
                values = values[feature.Width..];
            }
            label?.Read(targets.Room(1), row.Position);
            if (classes is not null)
                targets.Room(1)[0] = classes.Read(row.Position);
            weight?.Read(weights.Room(1), row.Position);
            if (groups is not null)
                labels.Add(groups.Read(row.Position));
        }
        if (atoms.Values.IsEmpty)
            throw new ArgumentException("The data has no rows; a compression needs at least one.");
        var measure = new Measure(atoms.Values, dimension, weights.Values);
        if (columns.Label is not null)
            measure = measure.WithTargets(targets.Values, columns.Loss);
        return groups is null ? measure : measure.WithGroups(labels.ToArray());
    }
}

using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polylog.ML;

/// <summary>Reads the numbers to be compressed, in one pass of a cursor.</summary>
internal sealed class MeasureReader : IDisposable
{
    private readonly DataViewRowCursor _row;
    private readonly ChosenColumns _columns;
    private readonly CellReader[] _features;
    private readonly CellReader? _label;
    private readonly LabelNumbers? _classes;
    private readonly CellReader? _weight;
    private readonly LabelNumbers? _groups;
    private readonly long _expected;
    private bool _isMore = true;

    /// <summary>Begins before the first row.</summary>
    public MeasureReader(IDataView data, ChosenColumns columns)
    {
        _columns = columns;
        _expected = data.GetRowCount() ?? 0;
        _row = data.GetRowCursor(columns.All);
        _features = [.. columns.Features.Select(column => CellReader.ForColumn(_row, column))];
        bool named = columns.Label is { Type: TextDataViewType };
        _label = columns.Label is { } target && !named ? CellReader.ForColumn(_row, target) : null;
        _classes = named ? new LabelNumbers(_row, [columns.Label!.Value]) : null;
        _weight = columns.Weight is { } own ? CellReader.ForColumn(_row, own) : null;
        _groups = columns.Groups.Count > 0 ? new LabelNumbers(_row, columns.Groups) : null;
    }

    /// <summary>Whether there may be rows left.</summary>
    public bool IsMore => _isMore;

    /// <summary>All rows.</summary>
    /// <exception cref="ArgumentException">There are no rows, or a value is missing.</exception>
    public static Measure Read(IDataView data, ChosenColumns columns, CancellationToken cancellation)
    {
        using var reader = new MeasureReader(data, columns);
        return reader.Next(int.MaxValue, cancellation) ?? throw NoRows();
    }

    /// <summary>The exception for data without rows.</summary>
    public static ArgumentException NoRows() => new("The data has no rows; a compression needs at least one.");

    /// <summary>Reads further rows; null where there are none.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ArgumentException">A value is missing.</exception>
    public Measure? Next(int most, CancellationToken cancellation)
    {
        int dimension = _columns.Dimension;
        int expected = (int)Math.Min(Math.Min(_expected, most), Array.MaxLength / dimension);
        var atoms = new NumberList(expected * dimension);
        var targets = new NumberList(_columns.Label is null ? 0 : expected);
        var weights = new NumberList(_weight is null ? 0 : expected);
        List<int> labels = [];
        for (int read = 0; read < most && (_isMore = _row.MoveNext()); read++)
        {
            if ((_row.Position & 0xFFF) == 0)
                cancellation.ThrowIfCancellationRequested();
            Span<double> values = atoms.Room(dimension);
            foreach (CellReader feature in _features)
            {
                feature.Read(values[..feature.Width], _row.Position);
                values = values[feature.Width..];
            }
            _label?.Read(targets.Room(1), _row.Position);
            if (_classes is not null)
                targets.Room(1)[0] = _classes.Read(_row.Position);
            _weight?.Read(weights.Room(1), _row.Position);
            if (_groups is not null)
                labels.Add(_groups.Read(_row.Position));
        }
        if (atoms.Values.IsEmpty)
            return null;
        var measure = new Measure(atoms.Values, dimension, weights.Values);
        if (_columns.Label is not null)
            measure = measure.WithTargets(targets.Values, _columns.Loss);
        return _groups is null ? measure : measure.WithGroups(labels.ToArray());
    }

    public void Dispose() => _row.Dispose();
}

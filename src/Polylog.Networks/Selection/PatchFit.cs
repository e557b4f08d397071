using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>
/// Outgoing weights of a convolution by least squares over channels and places of the filter together. Place by place, each place of the
/// filter makes up for its own share of the output alone; together they make up for each other.
/// </summary>
internal sealed class PatchFit
{
    /// <summary>Weights of an output above which the fit takes too long.</summary>
    private const int MostColumns = 5000;

    private const int LeastSamples = 4096;

    private readonly UnitReader _reader;
    private readonly int[] _kept;
    private readonly double[] _outgoing;
    private readonly int _places;
    private readonly int _columns;
    private readonly ResponseMatching _matching;
    private readonly LeftOutRows _leftOut;

    private PatchFit(HiddenLayer layer, int reader, int[] kept)
    {
        (_reader, _kept) = (layer.Readers[reader], kept);
        _places = _reader.Width / _reader.Outputs;
        _columns = kept.Length * _places;
        // Weights as places x outputs for each unit: as the samples have them.
        _outgoing = Turned(layer.Outgoing(reader).Span, _reader.Outputs, _places);
        _matching = new ResponseMatching(_columns + _reader.Outputs);
        _leftOut = new LeftOutRows(_columns + _reader.Outputs);
    }

    /// <summary>Fits the readers of filters and of whole channels anew, all in one run of the model.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="kept">The units.</param>
    /// <param name="changes">IN/OUT, for each reader the weights fitted place by place; replaced where those fitted together are better
    /// on samples left out.</param>
    /// <param name="responses">Observes responses.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static void Improve(
        HiddenLayer layer, int[] kept, ReaderChange[] changes, IUnitResponses responses, CancellationToken cancellation)
    {
        int[] readers = [.. Enumerable.Range(0, changes.Length).Where(reader => IsOf(layer.Readers[reader], kept.Length))];
        if (readers.Length == 0)
            return;
        PatchFit[] fits = [.. readers.Select(reader => new PatchFit(layer, reader, kept))];
        int samples = Math.Max(LeastSamples, 4 * fits.Max(fit => fit._columns));
        UnitReader[] own = [.. readers.Select(reader => layer.Readers[reader])];
        foreach (IReadOnlyList<(double[] Given, double[] Wanted)> batch in responses.Patches(layer, own, kept, samples, cancellation))
        {
            for (int i = 0; i < fits.Length; i++)
                fits[i].Add(batch[i].Given, batch[i].Wanted, cancellation);
        }
        for (int i = 0; i < fits.Length; i++)
            changes[readers[i]] = fits[i].Better(changes[readers[i]], cancellation);
    }

    private static bool IsOf(UnitReader reader, int kept) => reader.Responses is not null && reader.Columns == 1
        && reader.Width > reader.Outputs && (long)kept * (reader.Width / reader.Outputs) <= MostColumns;

    private void Add(double[] given, double[] wanted, CancellationToken cancellation)
    {
        double[] rows = Rows(given, wanted, cancellation);
        _matching.Add(rows, default, cancellation);
        _leftOut.Add(rows, rows);
    }

    private ReaderChange Better(ReaderChange placed, CancellationToken cancellation)
    {
        if (_leftOut.Count < RidgeFit.LeastRows)
            return placed;
        int outputs = _reader.Outputs, length = _columns * outputs;
        bool hasBias = _reader.Bias is not null;
        int[] all = [.. Enumerable.Range(0, _columns)];
        double[] original = [.. _kept.SelectMany(unit => _outgoing[(unit * _places * outputs)..((unit + 1) * _places * outputs)])];
        RidgeFit fit = _matching.Joint(_columns, outputs, original, hasBias, cancellation);
        double[] inputs = _leftOut.Given(all), targets = _leftOut.Columns(_columns, outputs);
        double[] weights = fit.Run(inputs, targets, cancellation);
        double[] before =
            [.. Turned(placed.Outgoing, outputs, _places), .. placed.Shift.Length > 0 ? placed.Shift : new double[outputs]];
        return fit.Error(before, inputs, targets) <= fit.LeftOutError
            ? placed
            : new ReaderChange(Turned(weights.AsSpan(0, length), _places, outputs), hasBias ? weights[length..] : []);
    }

    // Of each unit rows x columns become columns x rows.
    private static double[] Turned(ReadOnlySpan<double> values, int rows, int columns)
    {
        double[] turned = new double[values.Length];
        for (int at = 0; at < values.Length; at += rows * columns)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                    turned[at + (column * rows) + row] = values[at + (row * columns) + column];
            }
        }
        return turned;
    }

    // The kept responses of each sample, and behind them the output that is wanted.
    private double[] Rows(double[] given, double[] wanted, CancellationToken cancellation)
    {
        int outputs = _reader.Outputs, samples = given.Length / _columns, all = _outgoing.Length / outputs, width = _columns + outputs;
        double[] rows = new double[samples * width];
        Parallel.For(0, samples, new ParallelOptions { CancellationToken = cancellation }, sample =>
        {
            Span<double> row = rows.AsSpan(sample * width, width), output = row[_columns..];
            given.AsSpan(sample * _columns, _columns).CopyTo(row);
            for (int i = 0; i < all; i++)
            {
                double response = wanted[(sample * all) + i];
                if (response != 0)
                    TensorPrimitives.MultiplyAdd(_outgoing.AsSpan(i * outputs, outputs), response, output, output);
            }
        });
        return rows;
    }
}

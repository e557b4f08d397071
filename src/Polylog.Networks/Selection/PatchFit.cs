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

    /// <summary>Numbers that are held, 4 bytes each.</summary>
    private const long MostNumbers = 1L << 25;

    // Rows of one step of a fit.
    private const int Portion = 1024;

    private readonly UnitReader _reader;
    private readonly double[] _outgoing;
    private readonly int _units;
    private readonly int _places;
    private readonly List<float[]> _given = [];
    private readonly List<double[]> _wanted = [];

    /// <summary>Begins with no samples.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="reader">Which of its readers.</param>
    public PatchFit(HiddenLayer layer, int reader)
    {
        Reader = reader;
        _reader = layer.Readers[reader];
        _units = layer.Units;
        _places = _reader.Width / _reader.Outputs;
        // Weights as places x outputs for each unit: as the samples have them.
        _outgoing = Turned(layer.Outgoing(reader).Span, _reader.Outputs, _places);
    }

    /// <summary>Which of the layer's readers it fits.</summary>
    public int Reader { get; }

    /// <summary>What is read to fit half of the units or fewer.</summary>
    public Reading Reading
    {
        get
        {
            long columns = (long)_units * _places;
            long samples = Math.Min(Math.Max(LeastSamples, 2 * columns), MostNumbers / columns);
            return new Reading(_reader.Responses, samples) { IsPatch = true, Filter = _reader.Filter };
        }
    }

    /// <summary>Whether a reader is of a filter or of whole channels, and not too large.</summary>
    public static bool Fits(UnitReader reader, int units) => reader.Responses is not null && reader.Columns == 1
        && reader.Width > reader.Outputs && MostNumbers / ((long)units * (reader.Width / reader.Outputs)) >= LeastSamples / 4;

    /// <summary>Takes in samples.</summary>
    /// <param name="given">Responses of all units now, samples x (units x places).</param>
    /// <param name="wanted">The wanted ones, samples x (units x places) of the original model.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public void Add(double[] given, double[] wanted, CancellationToken cancellation)
    {
        int columns = _units * _places, samples = given.Length / columns;
        float[] rows = new float[given.Length];
        TensorPrimitives.ConvertTruncating<double, float>(given, rows);
        for (int sample = 0; sample < samples; sample++)
            _given.Add(rows[(sample * columns)..((sample + 1) * columns)]);
        _wanted.AddRange(Outputs(wanted, samples, cancellation));
    }

    /// <summary>Fits the weights of some units.</summary>
    /// <param name="kept">The units.</param>
    /// <param name="placed">The weights fitted place by place.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The weights that are better on samples left out.</returns>
    public ReaderChange Improve(int[] kept, ReaderChange placed, CancellationToken cancellation)
    {
        int columns = kept.Length * _places, outputs = _reader.Outputs, width = columns + outputs;
        if (columns > MostColumns)
            return placed;
        var matching = new ResponseMatching(width);
        var leftOut = new LeftOutRows(width);
        for (int first = 0; first < _given.Count; first += Portion)
        {
            int count = Math.Min(Portion, _given.Count - first);
            double[] rows = new double[count * width];
            for (int i = 0; i < count; i++)
            {
                Span<double> row = rows.AsSpan(i * width, width);
                for (int j = 0; j < kept.Length; j++)
                {
                    TensorPrimitives.ConvertTruncating<float, double>(
                        _given[first + i].AsSpan(kept[j] * _places, _places), row.Slice(j * _places, _places));
                }
                _wanted[first + i].CopyTo(row[columns..]);
            }
            matching.Add(rows, default, cancellation);
            leftOut.Add(rows, rows);
        }
        return Better(kept, placed, matching, leftOut, cancellation);
    }

    private ReaderChange Better(
        int[] kept, ReaderChange placed, ResponseMatching matching, LeftOutRows leftOut, CancellationToken cancellation)
    {
        if (leftOut.Count < RidgeFit.LeastRows)
            return placed;
        int columns = kept.Length * _places, outputs = _reader.Outputs, length = columns * outputs;
        bool hasBias = _reader.Bias is not null;
        int[] all = [.. Enumerable.Range(0, columns)];
        double[] original = [.. kept.SelectMany(unit => _outgoing[(unit * _places * outputs)..((unit + 1) * _places * outputs)])];
        RidgeFit fit = matching.Joint(columns, outputs, original, hasBias, cancellation);
        double[] inputs = leftOut.Given(all), targets = leftOut.Columns(columns, outputs);
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

    // The output of each sample that is wanted.
    private double[][] Outputs(double[] wanted, int samples, CancellationToken cancellation)
    {
        int outputs = _reader.Outputs, all = _outgoing.Length / outputs;
        double[][] rows = new double[samples][];
        Parallel.For(0, samples, new ParallelOptions { CancellationToken = cancellation }, sample =>
        {
            double[] output = rows[sample] = new double[outputs];
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

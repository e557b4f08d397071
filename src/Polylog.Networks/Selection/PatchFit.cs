using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>
/// Outgoing weights of a convolution by least squares over channels and places of the filter together. Place by place, each place of the
/// filter makes up for its own share of the output alone; together they make up for each other.
/// </summary>
internal static class PatchFit
{
    /// <summary>Weights of an output above which the fit takes too long.</summary>
    private const int MostColumns = 5000;

    private const int LeastSamples = 4096;

    /// <summary>Fits a reader anew.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="reader">Which of its readers.</param>
    /// <param name="kept">The units.</param>
    /// <param name="placed">The weights fitted place by place.</param>
    /// <param name="responses">Observes responses.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The weights that are better on samples left out.</returns>
    public static ReaderChange Improve(
        HiddenLayer layer, int reader, int[] kept, ReaderChange placed, IUnitResponses responses, CancellationToken cancellation)
    {
        UnitReader own = layer.Readers[reader];
        int outputs = own.Outputs, places = own.Width / outputs, columns = kept.Length * places;
        if (places == 1 || own.Columns != 1 || columns > MostColumns || own.Responses is null)
            return placed;
        // Weights as places x outputs for each unit: as the samples have them.
        double[] outgoing = Turned(layer.Outgoing(reader).Span, outputs, places);
        var matching = new ResponseMatching(columns + outputs);
        var leftOut = new LeftOutRows(columns + outputs);
        int samples = Math.Max(LeastSamples, 4 * columns);
        foreach ((double[] given, double[] wanted) in responses.Patches(layer, own, kept, samples, cancellation))
        {
            double[] rows = Rows(given, wanted, outgoing, columns, outputs, cancellation);
            matching.Add(rows, default, cancellation);
            leftOut.Add(rows, rows);
        }
        if (leftOut.Count < RidgeFit.LeastRows)
            return placed;
        bool hasBias = own.Bias is not null;
        int[] all = [.. Enumerable.Range(0, columns)];
        double[] original = [.. kept.SelectMany(unit => outgoing[(unit * places * outputs)..((unit + 1) * places * outputs)])];
        RidgeFit fit = matching.Joint(columns, outputs, original, hasBias, cancellation);
        double[] inputs = leftOut.Given(all), targets = leftOut.Columns(columns, outputs);
        double[] weights = fit.Run(inputs, targets, cancellation);
        double[] before = [.. Turned(placed.Outgoing, outputs, places), .. placed.Shift.Length > 0 ? placed.Shift : new double[outputs]];
        if (fit.Error(before, inputs, targets) <= fit.LeftOutError)
            return placed;
        double[] outgoingNow = Turned(weights.AsSpan(0, columns * outputs), places, outputs);
        return new ReaderChange(outgoingNow, hasBias ? weights[(columns * outputs)..] : []);
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
    private static double[] Rows(
        double[] given, double[] wanted, double[] outgoing, int columns, int outputs, CancellationToken cancellation)
    {
        int samples = given.Length / columns, all = outgoing.Length / outputs, width = columns + outputs;
        double[] rows = new double[samples * width];
        Parallel.For(0, samples, new ParallelOptions { CancellationToken = cancellation }, sample =>
        {
            Span<double> row = rows.AsSpan(sample * width, width), output = row[columns..];
            given.AsSpan(sample * columns, columns).CopyTo(row);
            for (int i = 0; i < all; i++)
            {
                double response = wanted[(sample * all) + i];
                if (response != 0)
                    TensorPrimitives.MultiplyAdd(outgoing.AsSpan(i * outputs, outputs), response, output, output);
            }
        });
        return rows;
    }
}

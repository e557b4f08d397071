using Microsoft.ML;

namespace Polylog.ML;

/// <summary>Compression of data views, beside ML.NET's own operations on them.</summary>
public static class MomentCatalog
{
    /// <summary>
    /// Keeps a few rows of a data view and gives each a weight such that the moments of the features, and with a label the sums that its
    /// loss is made of, stay the same.
    /// </summary>
    /// <param name="catalog"><c>mlContext.Data</c>.</param>
    /// <param name="data">The rows. They are read once by a cursor here; only the numbers that are compressed are held, 8 bytes
    /// each.</param>
    /// <param name="columns">Which columns mean what; null for ML.NET's "Features" and "Label" with the squared loss.</param>
    /// <param name="options">How many rows to keep, and how; null for a tenth of them.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The kept rows in their order with all their columns, and the column of weights: for any trainer's
    /// <c>exampleWeightColumnName</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> or <paramref name="data"/> is null.</exception>
    /// <exception cref="ArgumentException">A column is missing, is of no use as what it is given for, or lacks a value; there are no rows;
    /// a target does not fit the loss.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or the size is below what is to be kept.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CompressedDataView CompressMoments(
        this DataOperationsCatalog catalog,
        IDataView data,
        MomentColumns? columns = null,
        CompressionOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        var chosen = ChosenColumns.FromSchema(data.Schema, columns ?? new MomentColumns());
        Measure measure = MeasureReader.Read(data, chosen, cancellation);
        Coreset coreset = MomentCompressor.Compress(measure, options, cancellation);
        var kept = new KeptRows(data, coreset, chosen.WeightName);
        // Trainers read more than once; the source may be large or slow. A cache leaves columns of unusual types out.
        IDataView cached = catalog.Cache(kept);
        return new CompressedDataView(
            cached.Schema.Count == kept.Schema.Count ? cached : kept, coreset, chosen.WeightName, token =>
                MeasureReader.Read(data, chosen, token));
    }
}

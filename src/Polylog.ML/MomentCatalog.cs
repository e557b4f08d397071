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
    /// <param name="data">The rows. They are read once by a cursor here; only the numbers that are compressed are held, 8 bytes each, and
    /// where they need more than half of the machine's memory they are compressed part by part.</param>
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
    /// <example>
    /// Train on 200 weighted rows instead of all:
    /// <code>
    /// var context = new MLContext(seed: 1);
    /// IDataView houses = context.Data.LoadFromEnumerable(Enumerable.Range(0, 5000).Select(i =&gt; new House
    /// {
    ///     Rooms = 1 + i % 7, Age = i % 90, Price = 100 * (1 + i % 7) - i % 90,
    /// }));
    ///
    /// CompressedDataView few = context.Data.CompressMoments(
    ///     houses,
    ///     new MomentColumns { Features = ["Rooms", "Age"], Label = "Price", Loss = Loss.Squared },
    ///     new CompressionOptions { Size = 200 });
    ///
    /// var trainer = context.Transforms.Concatenate("Features", "Rooms", "Age")
    ///     .Append(context.Regression.Trainers.Sdca("Price", exampleWeightColumnName: few.WeightColumnName));
    /// var model = trainer.Fit(few);
    ///
    /// internal sealed class House
    /// {
    ///     public float Rooms { get; set; }
    ///
    ///     public float Age { get; set; }
    ///
    ///     public float Price { get; set; }
    /// }
    /// </code>
    /// </example>
    public static CompressedDataView CompressMoments(
        this DataOperationsCatalog catalog,
        IDataView data,
        MomentColumns? columns = null,
        CompressionOptions? options = null,
        CancellationToken cancellation = default) =>
        catalog.CompressMoments(data, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2, columns, options, cancellation);

    /// <summary>As the other overload, with a limit to the memory that the rows may take.</summary>
    /// <param name="catalog"><c>mlContext.Data</c>.</param>
    /// <param name="data">The rows.</param>
    /// <param name="memory">Bytes, at least one million. Data that needs more is compressed part by part: that needs a
    /// <see cref="CompressionOptions.Size"/>.</param>
    /// <param name="columns">Which columns mean what; null for ML.NET's "Features" and "Label" with the squared loss.</param>
    /// <param name="options">How many rows to keep, and how; null for a tenth of them.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The kept rows; <see cref="CompressedDataView.Streamed"/> says how well they represent data that did not fit.</returns>
    /// <exception cref="ArgumentException">As above, or the data does not fit and there is no size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As above, or the memory is below a million bytes.</exception>
    public static CompressedDataView CompressMoments(
        this DataOperationsCatalog catalog,
        IDataView data,
        long memory,
        MomentColumns? columns = null,
        CompressionOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(memory, LeastMemory);
        var chosen = ChosenColumns.FromSchema(data.Schema, columns ?? new MomentColumns());
        using var reader = new MeasureReader(data, chosen);
        int width = chosen.Dimension + (chosen.Label is null ? 0 : 1) + (chosen.Weight is null ? 0 : 1);
        Measure first = reader.Next(Rows(memory, Copies * width), cancellation) ?? throw MeasureReader.NoRows();
        if (reader.IsMore && reader.Next(Rows(memory, CopiesOfPart * width), cancellation) is { } second)
        {
            var read = new Queue<Measure>([first, second]);
            StreamedCoreset streamed = PartByPart(reader, read, Rows(memory, CopiesOfPart * width), options, cancellation);
            var few = new KeptRows(data, streamed.Rows, streamed.Points.Weights, chosen.WeightName);
            return new CompressedDataView(Cached(catalog, few), streamed, chosen.WeightName);
        }
        Coreset coreset = MomentCompressor.Compress(first, options, cancellation);
        long[] rows = Array.ConvertAll(coreset.Indices.ToArray(), index => (long)index);
        return new CompressedDataView(
            Cached(catalog, new KeptRows(data, rows, coreset.Weights, chosen.WeightName)), coreset, chosen.WeightName,
            token => MeasureReader.Read(data, chosen, token));
    }

    private const long LeastMemory = 1_000_000;

    /// <summary>Copies of the rows that a compression holds at a time, with those of the reader.</summary>
    private const int Copies = 3;

    /// <summary>Copies of a part, which waits beside others.</summary>
    private const int CopiesOfPart = 8;

    private static StreamedCoreset PartByPart(
        MeasureReader reader, Queue<Measure> read, int most, CompressionOptions? options, CancellationToken cancellation)
    {
        if (options?.Size is null)
        {
            throw new ArgumentException("The data does not fit into the memory allowed, so it is compressed part by part, which needs a "
                + "size: set Size in the options, or allow more memory.", nameof(options));
        }
        var stream = new StreamingCompressor(options) { PartRows = most };
        while (read.TryDequeue(out Measure? part) || (part = reader.Next(most, cancellation)) is not null)
            stream.Add(part, cancellation);
        return stream.Build(cancellation);
    }

    private static int Rows(long memory, int numbers) => (int)Math.Clamp(memory / (sizeof(double) * numbers), 1, Array.MaxLength / numbers);

    // Trainers read more than once; the source may be large or slow. A cache leaves columns of unusual types out.
    private static IDataView Cached(DataOperationsCatalog catalog, KeptRows kept)
    {
        IDataView cached = catalog.Cache(kept);
        return cached.Schema.Count == kept.Schema.Count ? cached : kept;
    }
}

using System.Globalization;

namespace Polylog.Tables;

/// <content>Tables that need not fit into memory.</content>
public sealed partial class Table
{
    // How much longer text usually is than it is packed.
    private const double PackedTimes = 4;

    /// <summary>Reads columns as numbers, part by part, so that the table need not fit into memory.</summary>
    /// <param name="selection">Which, and how.</param>
    /// <param name="most">Rows of the input to a part, at least 1; those left out count.</param>
    /// <param name="progress">Told the share read, from 0 to 1.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>
    /// The parts in order; <see cref="NumericRows.RowNumber"/> counts over all of them. A part all of whose rows are left out has none.
    /// </returns>
    /// <exception cref="TableException">
    /// A column is not numeric, or has missing or infinite values: parts before the fault were returned.
    /// </exception>
    public IEnumerable<NumericRows> ReadParts(
        ColumnSelection selection, int most, IProgress<double>? progress = null, CancellationToken cancellation = default) =>
        ReadParts(selection, most, 0, progress, cancellation);

    /// <summary>Reads columns as numbers, part by part, from a row on. Of Parquet files, rows before it are not read.</summary>
    /// <param name="selection">Which, and how.</param>
    /// <param name="most">Rows of the input to a part, at least 1; those left out count.</param>
    /// <param name="first">The zero-based number of the first row; a multiple of <paramref name="most"/> to go on with the parts.</param>
    /// <param name="progress">Told the share read, from 0 to 1.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>
    /// The parts in order; <see cref="NumericRows.RowNumber"/> counts from the first row of the table. A part all of whose rows are left
    /// out has none.
    /// </returns>
    /// <exception cref="TableException">
    /// A column is not numeric, or has missing or infinite values: parts before the fault were returned.
    /// </exception>
    public IEnumerable<NumericRows> ReadParts(
        ColumnSelection selection, int most, long first, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        return new NumericReader(this, selection).ReadParts(most, first, progress, cancellation).Concat(Unchanged());

        // After the last part.
        IEnumerable<NumericRows> Unchanged()
        {
            CheckUnchanged();
            yield break;
        }
    }

    /// <summary>
    /// Reads rows that are spread evenly over a table of Parquet files; null for other tables, which would take as long as to read all.
    /// </summary>
    /// <param name="selection">Which columns. Rows with missing values are left out.</param>
    /// <param name="most">About how many rows, at least 1.</param>
    /// <param name="progress">Told the share read, from 0 to 1.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public NumericRows? ReadSpread(
        ColumnSelection selection, int most, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        return !IsCounted ? null : new NumericReader(this, selection).ReadSpread(
            Math.Min(1, most / (double)Rows(cancellation)), progress, cancellation);
    }

    /// <summary>Whether the bytes of the input can be had again by another process: not those of a stream or a query.</summary>
    internal bool IsKept => _inputs.Count > 0 && !_inputs.Any(input => input.IsStream);

    /// <summary>How many rows there are, where that takes no reading; else null.</summary>
    internal long? CountedRows(CancellationToken cancellation) => IsCounted ? Rows(cancellation) : null;

    /// <summary>The file of a row and its number there, as a clause, where there are several files and that takes no reading.</summary>
    /// <param name="row">The zero-based number of the row in the table.</param>
    /// <param name="cancellation">Stops the counting.</param>
    internal string PlaceOf(long row, CancellationToken cancellation) =>
        Source.Find(row, relation => Rows(relation, cancellation)) is { } place
            ? string.Create(CultureInfo.InvariantCulture, $", which is row {place.Row} of {_inputs[place.Source].Name}") : "";

    /// <summary>The rows of a relation.</summary>
    internal long Rows(string relation, CancellationToken cancellation) =>
        Session.Scalar<long>($"SELECT count(*) FROM {relation}", Description, cancellation);

    private bool IsCounted => _inputs.Count > 0 && _inputs.All(input => input.Format is TableFormat.Parquet);

    private long Rows(CancellationToken cancellation) => Rows($"({Source.Select([0], CellForm.Native)})", cancellation);

    /// <summary>
    /// About how many bytes the numbers of some columns take in memory: counted for Parquet, else estimated from the file's size; 0 for a
    /// query, whose result is held in any case.
    /// </summary>
    /// <param name="columns">Number of columns.</param>
    /// <param name="cancellation">Stops the counting.</param>
    public double NumberBytes(int columns, CancellationToken cancellation = default)
    {
        if (IsQuery)
            return 0;
        if (IsCounted)
            return (double)sizeof(double) * columns * Rows(cancellation);
        // A number in a line of text takes about as many bytes as in memory.
        double share = Math.Min(1, columns / (double)Columns.Count);
        return share * _inputs.Sum(input => new FileInfo(input.ReadPath).Length * (IsPacked(input.ReadPath) ? PackedTimes : 1));
    }

    private static bool IsPacked(string path) => System.IO.Path.GetExtension(path).ToUpperInvariant() is ".GZ" or ".ZST";
}

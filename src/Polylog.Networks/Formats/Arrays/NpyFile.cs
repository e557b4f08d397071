namespace Polylog.Networks;

/// <summary>
/// An array as NumPy writes it (.npy): little-endian floats, integers or booleans, in C order, one input a row. Only the header is held.
/// </summary>
internal sealed class NpyFile
{
    private readonly string _path;
    private readonly NpyHeader _header;

    private NpyFile(string path, NpyHeader header) => (_path, _header) = (path, header);

    /// <summary>Its dimensions: at least two, and at least one row.</summary>
    public long[] Shape => _header.Shape;

    /// <summary>Numbers in a row.</summary>
    public long RowSize => _header.RowSize;

    /// <summary>Reads and checks the header.</summary>
    /// <exception cref="ModelFileException">It cannot be read, is damaged, or is of another type or order.</exception>
    public static NpyFile Open(string path) =>
        Guarded(path, file => new NpyFile(path, NpyHeader.Read(file, file.Length, fewestDims: 2, NpyPlace.OfFile(path))));

    /// <summary>Reads some rows: rows x <see cref="RowSize"/>, row-major.</summary>
    /// <exception cref="ModelFileException">The file cannot be read or is cut off, or a number is not finite or beyond float32.</exception>
    public float[] ReadRows(long[] rows, CancellationToken cancellation) => Guarded(_path, file =>
    {
        int size = (int)RowSize;
        float[] values = new float[rows.Length * size];
        byte[] row = new byte[size * NpyNumbers.Bytes(_header.Type)];
        for (int i = 0; i < rows.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            file.Position = _header.Start + rows[i] * row.Length;
            file.ReadExactly(row);
            NpyNumbers.Read(_header.Type, row, values.AsSpan(i * size, size), rows[i], NpyPlace.OfFile(_path));
        }
        return values;
    });

    private static T Guarded<T>(string path, Func<FileStream, T> read)
    {
        using FileStream file = FileCopy.OpenRead(path);
        try
        {
            return read(file);
        }
        catch (EndOfStreamException)
        {
            NpyPlace place = NpyPlace.OfFile(path);
            throw place.Fault($"it ends after {file.Length} bytes, in the middle of its data", $"it is cut off, {place.SaveAgain}");
        }
        catch (IOException exception)
        {
            throw ModelErrors.NotReadable(path, exception);
        }
    }
}

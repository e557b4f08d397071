using System.IO.Compression;

namespace Polylog.Networks;

/// <summary>
/// Arrays with names as NumPy writes them (.npz): a zip file with one .npy file for each array, stored or deflated. All have the same
/// number of rows. Only the headers are held.
/// </summary>
internal sealed class NpzFile : IDisposable
{
    private const string Ending = ".npy", SaveAgain = "save it again with numpy.savez";

    // No byte of deflated data stands for more.
    private const long LargestRatio = 1032;

    private const int BlockSize = 1 << 16;

    private readonly string _path;
    private readonly ZipArchive _zip;
    private readonly List<(ZipArchiveEntry Entry, NpyHeader Header)> _arrays = [];

    private NpzFile(string path, ZipArchive zip) => (_path, _zip) = (path, zip);

    /// <summary>The number of rows of every array.</summary>
    public long Rows => _arrays[0].Header.Shape[0];

    /// <summary>The names of the arrays with their shapes, in the order of the file.</summary>
    public IReadOnlyList<(string Name, long[] Shape)> Arrays => [.. _arrays.Select(array => (Name(array.Entry), array.Header.Shape))];

    /// <summary>Reads and checks the headers.</summary>
    /// <exception cref="ModelFileException">
    /// The file cannot be read or is damaged, or an array is of another type or order or of another number of rows than the first.
    /// </exception>
    public static NpzFile Open(string path)
    {
        FileStream file = FileCopy.OpenRead(path);
        NpzFile? opened = null;
        try
        {
            long length = file.Length;
            opened = Guarded(path, () => new NpzFile(path, new ZipArchive(file, ZipArchiveMode.Read)));
            opened.FindArrays(length);
            return opened;
        }
        catch
        {
            opened?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads some rows of an array: rows x size of a row, row-major. The array is read once, from its begin to its end.</summary>
    /// <param name="index">Which array.</param>
    /// <param name="rows">The rows, in any order.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="ModelFileException">The array is damaged, or a number is not finite or beyond float32.</exception>
    public float[] ReadRows(int index, long[] rows, CancellationToken cancellation)
    {
        (ZipArchiveEntry entry, NpyHeader header) = _arrays[index];
        NpyPlace place = NpyPlace.InZip(_path, Name(entry));
        return Read(entry, place, stream =>
        {
            int size = (int)header.RowSize;
            float[] values = new float[rows.Length * size];
            byte[] row = new byte[size * NpyNumbers.Bytes(header.Type)], block = new byte[BlockSize];
            long before = -1;
            foreach (int at in Enumerable.Range(0, rows.Length).OrderBy(at => rows[at]))
            {
                cancellation.ThrowIfCancellationRequested();
                if (rows[at] != before)
                {
                    stream.ReadTo(header.Start + rows[at] * row.Length, block, cancellation);
                    stream.ReadExactly(row);
                    before = rows[at];
                }
                NpyNumbers.Read(header.Type, row, values.AsSpan(at * size, size), rows[at], place);
            }
            stream.ReadTo(entry.Length, block, cancellation);
            if (stream.Sum != entry.Crc32)
                throw place.Fault($"its checksum is {stream.Sum:x8} and not {entry.Crc32:x8}", $"it is damaged, {place.SaveAgain}");
            return values;
        });
    }

    public void Dispose() => _zip.Dispose();

    private void FindArrays(long fileLength)
    {
        long packed = 0;
        foreach (ZipArchiveEntry entry in Guarded(_path, () => _zip.Entries))
        {
            string name = Name(entry);
            if (!entry.FullName.EndsWith(Ending, StringComparison.Ordinal))
                throw ModelErrors.At(_path, $"{ModelErrors.Quote(entry.FullName)} in it is no array (.npy)", $"{SaveAgain}");
            if (_arrays.Exists(array => Name(array.Entry) == name))
                throw ModelErrors.At(_path, $"it has two arrays called {ModelErrors.Quote(name)}", $"names must be unique, {SaveAgain}");
            NpyPlace place = NpyPlace.InZip(_path, name);
            CheckSize(entry, fileLength, packed, place);
            packed += entry.CompressedLength;
            NpyHeader header = Read(entry, place, stream => NpyHeader.Read(stream, entry.Length, fewestDims: 1, place));
            _arrays.Add((entry, header));
            CheckRows(header, place);
        }
        if (_arrays.Count == 0)
            throw ModelErrors.At(_path, $"it has no arrays", $"save the inputs with numpy.savez, an array for each with its name");
    }

    // What an entry says of itself decides how much memory is taken. Entries that overlap could say the same bytes many times.
    private static void CheckSize(ZipArchiveEntry entry, long fileLength, long packed, NpyPlace place)
    {
        if (entry.CompressedLength > fileLength - packed)
        {
            throw place.Fault($"it says it has {entry.CompressedLength} bytes in a file of {fileLength}",
                $"it is damaged, {place.SaveAgain}");
        }
        if (entry.Length / LargestRatio > entry.CompressedLength)
        {
            throw place.Fault($"it says {entry.CompressedLength} bytes unpack to {entry.Length}, more than they can",
                $"it is damaged, {place.SaveAgain}");
        }
    }

    private void CheckRows(NpyHeader header, NpyPlace place)
    {
        if (header.Shape[0] == Rows)
            return;
        string own = ModelErrors.Count(header.Shape[0], "row"), first = ModelErrors.Quote(Name(_arrays[0].Entry));
        throw place.Fault($"it has {own}, but array {first} has {Rows}", $"all must have the same number of rows, one for each input");
    }

    private T Read<T>(ZipArchiveEntry entry, NpyPlace place, Func<SummedStream, T> read) => Guarded(_path, () =>
    {
        if (entry.IsEncrypted)
            throw place.Fault($"it is encrypted", $"{place.SaveAgain}");
        using var stream = new SummedStream(new BufferedStream(entry.Open(), BlockSize));
        return read(stream);
    });

    private static string Name(ZipArchiveEntry entry) =>
        entry.FullName.EndsWith(Ending, StringComparison.Ordinal) ? entry.FullName[..^Ending.Length] : entry.FullName;

    private static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw ModelErrors.At(path, $"it is no .npz file, or is damaged: {ModelErrors.OneLine(exception.Message)}", $"{SaveAgain}");
        }
        catch (IOException exception)
        {
            throw ModelErrors.NotReadable(path, exception);
        }
    }
}

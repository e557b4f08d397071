namespace Polylog.Networks;

/// <summary>Reads and copies parts of files. Lengths are checked against the file before memory is allocated.</summary>
internal static class FileCopy
{
    private const int BlockSize = 1 << 20;

    public static FileStream OpenRead(string path)
    {
        if (Directory.Exists(path))
            throw new ModelFileException($"'{path}' is a folder; give the file");
        if (!File.Exists(path))
            throw ModelErrors.NoSuchFile(path);
        if (FileEntry.At(path).SpecialName is { } kind)
            throw ModelErrors.NotOrdinary(path, kind);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ModelErrors.NotReadable(path, exception);
        }
    }

    /// <summary>Reads bytes [start, start + length) of a file.</summary>
    /// <exception cref="ModelFileException">The file is shorter by now, or cannot be read.</exception>
    public static byte[] Read(string path, long start, int length, CancellationToken cancellation = default)
    {
        using FileStream file = OpenRead(path);
        if (start < 0 || start > file.Length - length)
            throw ModelErrors.Changed(path);
        var bytes = new byte[length];
        file.Position = start;
        try
        {
            for (int done = 0; done < length; done += BlockSize)
            {
                cancellation.ThrowIfCancellationRequested();
                file.ReadExactly(bytes, done, Math.Min(BlockSize, length - done));
            }
        }
        catch (EndOfStreamException)
        {
            throw ModelErrors.Changed(path);
        }
        return bytes;
    }

    /// <summary>Copies bytes [start, start + length) of a file, a block at a time.</summary>
    public static void Copy(string path, long start, long length, Stream target, CancellationToken cancellation)
    {
        using FileStream file = OpenRead(path);
        file.Position = start;
        var block = new byte[(int)Math.Min(BlockSize, Math.Max(1, length))];
        for (long left = length; left > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            int read = file.Read(block, 0, (int)Math.Min(block.Length, left));
            if (read == 0)
                throw ModelErrors.Changed(path);
            target.Write(block, 0, read);
            left -= read;
        }
    }
}

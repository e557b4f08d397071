namespace Polylog.Tables;

/// <summary>A copy of bytes that can be read only once, such as standard input: a table is read more than once.</summary>
internal static class StreamCopy
{
    /// <summary>Whether a path is one whose bytes are gone once they are read.</summary>
    public static bool IsStream(string path) => FileEntry.At(path).Kind is FileKind.Pipe or FileKind.Socket;

    /// <summary>Copies all bytes to a file whose format the first of them tell.</summary>
    /// <param name="open">Opens the bytes; that can take as long as nobody writes any.</param>
    /// <param name="name">What messages call them.</param>
    /// <param name="folder">The folder for the copy.</param>
    /// <param name="cancellation">Stops the wait for more bytes.</param>
    public static InputFile Of(Func<Stream> open, string name, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        string copy = Path.Combine(folder, $"stream-{Guid.NewGuid():N}");
        try
        {
            // A read of a pipe cannot be interrupted. It is left behind where the user does not want to wait any longer.
            Task.Run(() => Copy(open, copy, cancellation), CancellationToken.None).WaitAsync(cancellation).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw TableErrors.NotReadable(name, exception);
        }
        if (new FileInfo(copy).Length == 0)
            throw TableErrors.EmptyFile(name);
        string named = copy + Signature.Ending(copy);
        File.Move(copy, named);
        return new InputFile(named, name, TableFormats.OfInput(named)!.Value, named) { IsStream = true };
    }

    private static void Copy(Func<Stream> open, string path, CancellationToken cancellation)
    {
        using Stream from = open();
        using FileStream to = File.Create(path);
        byte[] buffer = new byte[1 << 16];
        for (int read = from.Read(buffer); read > 0; read = from.Read(buffer))
        {
            cancellation.ThrowIfCancellationRequested();
            to.Write(buffer, 0, read);
        }
    }
}

namespace Polylog.Cli;

/// <summary>The file with a <see cref="ResumeState"/> and the state of its compressor, whole or absent.</summary>
internal static class ResumeFile
{
    /// <summary>Whether there is no file of that name, or one that begins as a state does.</summary>
    public static bool IsFree(string path)
    {
        try
        {
            if (FileEntry.At(path).Kind is not (FileKind.Ordinary or FileKind.None))
                return false;
            if (!File.Exists(path))
                return true;
            using FileStream file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[ResumeState.Magic.Length];
            file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return start.SequenceEqual(ResumeState.Magic);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Reads a state.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Gives the options of its compressor.</param>
    /// <exception cref="CommandException">It cannot be read, is damaged, or of another version; the message is a note.</exception>
    public static (ResumeState State, StreamingCompressor Stream) Read(string path, Func<ResumeState, CompressionOptions> options)
    {
        string anew = $"begins anew, because '{path}', which an earlier run left,";
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            using var input = new StateInput(file);
            input.Bytes(stackalloc byte[ResumeState.Magic.Length]);
            if (input.Int() != ResumeState.Version)
                throw new CommandException($"{anew} is of another version of polylog");
            ResumeState state = ResumeState.Read(input);
            StreamingCompressor stream = StreamingCompressor.Load(file, options(state));
            return stream.PartRows == state.PartRows ? (state, stream) : throw new CommandException($"{anew} is damaged");
        }
        catch (Exception exception) when (exception is InvalidDataException or ArgumentException)
        {
            throw new CommandException($"{anew} is damaged");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{anew} cannot be read");
        }
    }

    /// <summary>Writes a state in place of the one before.</summary>
    /// <exception cref="CommandException">It cannot be written.</exception>
    public static void Write(string path, ResumeState state, StreamingCompressor stream)
    {
        using var output = new OutputFile(path, message => new CommandException(message));
        // It holds rows of the table.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(output.TemporaryPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        output.Write(file =>
        {
            state.Write(file);
            stream.Save(file);
        });
        output.Commit();
    }

    /// <summary>Deletes a state; where that fails, the next run finds it and goes on from it.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The output is there all the same.
        }
    }
}

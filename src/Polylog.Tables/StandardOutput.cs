using System.Runtime.InteropServices;

namespace Polylog.Tables;

/// <summary>Rows that go to standard output. They are written to a file first, so that nothing is written where that fails.</summary>
internal static partial class StandardOutput
{
    /// <summary>The path that stands for it.</summary>
    public const string Path = "-";

    private const int Number = 1, Interrupted = 4;

    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(1);

    /// <summary>The file to write first.</summary>
    /// <param name="folder">The folder for it.</param>
    /// <param name="isArrow">Whether an Arrow stream is written; otherwise it is CSV.</param>
    public static string FileIn(string folder, bool isArrow)
    {
        Directory.CreateDirectory(folder);
        return System.IO.Path.Combine(folder, $"standard output.{(isArrow ? "arrows" : "csv")}");
    }

    /// <summary>Copies a file to standard output.</summary>
    public static void Send(string path, CancellationToken cancellation)
    {
        try
        {
            using FileStream from = File.OpenRead(path);
            using Stream? console = OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : null;
            byte[] buffer = new byte[1 << 16];
            for (int read = from.Read(buffer); read > 0; read = from.Read(buffer))
            {
                cancellation.ThrowIfCancellationRequested();
                if (console is null)
                    Write(buffer.AsSpan(0, read), cancellation);
                else
                    console.Write(buffer, 0, read);
            }
        }
        catch (IOException exception)
        {
            throw TableErrors.OutputClosed(exception);
        }
    }

    // The console's own stream keeps quiet about a reader that has gone, and a file's stream writes where another program has written.
    private static void Write(ReadOnlySpan<byte> bytes, CancellationToken cancellation)
    {
        // Where the pipe is full and does not wait: numbers of Linux and macOS.
        int full = OperatingSystem.IsLinux() ? 11 : 35;
        while (bytes.Length > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            nint written = Write(Number, ref MemoryMarshal.GetReference(bytes), bytes.Length);
            int error = written < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (error == full)
                Thread.Sleep(s_again);
            else if (error is not (0 or Interrupted))
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            bytes = bytes[(int)Math.Max(0, written)..];
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, ref byte bytes, nint count);
}

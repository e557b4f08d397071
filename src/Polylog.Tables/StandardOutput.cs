using Microsoft.Win32.SafeHandles;

namespace Polylog.Tables;

/// <summary>Rows that go to standard output. They are written to a file first, so that nothing is written where that fails.</summary>
internal static class StandardOutput
{
    /// <summary>The path that stands for it.</summary>
    public const string Path = "-";

    private const int Number = 1;

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
            using Stream to = Open();
            byte[] buffer = new byte[1 << 16];
            for (int read = from.Read(buffer); read > 0; read = from.Read(buffer))
            {
                cancellation.ThrowIfCancellationRequested();
                to.Write(buffer, 0, read);
            }
            to.Flush();
        }
        catch (IOException exception)
        {
            throw TableErrors.OutputClosed(exception);
        }
    }

    // The console's own stream keeps quiet about a reader that has gone.
    private static Stream Open() => OperatingSystem.IsWindows()
        ? Console.OpenStandardOutput()
        : new FileStream(new SafeFileHandle(Number, ownsHandle: false), FileAccess.Write, 0);
}

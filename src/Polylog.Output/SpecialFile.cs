using System.Runtime.InteropServices;
using System.Text;

namespace Polylog;

/// <summary>
/// Tells ordinary files from pipes, sockets and devices. To open a pipe can wait without end, a device can have no end, and a user who may
/// write to a device's folder would replace the device.
/// </summary>
internal static class SpecialFile
{
    // Bits of a file's mode that say what it is, as POSIX systems have them.
    private const int TypeBits = 0xF000, Pipe = 0x1000, CharacterDevice = 0x2000, BlockDevice = 0x6000, Socket = 0xC000;

    /// <summary>What a path leads to, links followed, such as "a pipe"; null for an ordinary file, a folder and nothing at all.</summary>
    public static string? Describe(string path) => OperatingSystem.IsWindows() ? null : (Mode(path) & TypeBits) switch
    {
        Pipe => "a pipe",
        CharacterDevice or BlockDevice => "a device",
        Socket => "a socket",
        _ => null,
    };

    // .NET tells a file's type only by this function of its own native part; the second field of what it returns is the mode.
    private static int Mode(string path)
    {
        var status = new int[128];
        return Stat([.. Encoding.UTF8.GetBytes(path), 0], status) == 0 ? status[1] : 0;
    }

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    private static extern int Stat(byte[] path, int[] status);
}

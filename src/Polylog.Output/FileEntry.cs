using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Polylog;

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    None,
    Ordinary,
    Folder,
    Device,
    Pipe,
    Socket,

    /// <summary>A link that leads back to itself.</summary>
    Circle,
}

/// <summary>What a path leads to, and who owns it. Links are followed.</summary>
/// <remarks>
/// .NET takes devices, pipes and sockets for files, so the system is asked. Where it cannot be asked, all that exists is a file or a folder
/// and has no known owner.
/// </remarks>
internal readonly partial record struct FileEntry(FileKind Kind, (uint User, uint Group)? Owner)
{
    // The same on all Unix systems: the part of the mode that says what a file is.
    private const int TypeMask = 0xF000;

    /// <summary>What a path leads to where that is no file and no folder, such as "a pipe"; null otherwise.</summary>
    public string? SpecialName => Kind switch
    {
        FileKind.Pipe => "a pipe",
        FileKind.Device => "a device",
        FileKind.Socket => "a socket",
        _ => null,
    };

    public static FileEntry At(string path) => Ask(path) ?? new FileEntry(
        IsCircle(path) ? FileKind.Circle
            : Directory.Exists(path) ? FileKind.Folder
            : File.Exists(path) ? FileKind.Ordinary : FileKind.None,
        null);

    /// <summary>Gives a file to an owner, as far as this user may.</summary>
    public static void Give(string path, (uint User, uint Group) owner)
    {
        const uint Same = uint.MaxValue;
        if (At(path).Owner is not { } now || now == owner)
            return;
        // Only root may give a file to another user, but a user may give it to another group of theirs.
        if (ChangeOwner(path, owner.User, owner.Group) != 0)
            _ = ChangeOwner(path, Same, owner.Group);
    }

    // The layouts are part of the binary interface of Linux (statx) and of macOS (stat with inodes of 64 bits).
    private static FileEntry? Ask(string path)
    {
        const int ThisFolder = -100, NoFlags = 0, TypeModeAndOwner = 0x1B;
        Span<byte> status = stackalloc byte[256];
        status.Clear();
        try
        {
            if (OperatingSystem.IsLinux())
            {
                return StatLinux(ThisFolder, path, NoFlags, TypeModeAndOwner, ref MemoryMarshal.GetReference(status)) == 0
                    ? From(Number16(status, 28), Number32(status, 20), Number32(status, 24))
                    : null;
            }
            if (OperatingSystem.IsMacOS())
            {
                int failed = RuntimeInformation.ProcessArchitecture == Architecture.X64
                    ? StatMacOnX64(path, ref MemoryMarshal.GetReference(status))
                    : StatMac(path, ref MemoryMarshal.GetReference(status));
                return failed == 0 ? From(Number16(status, 4), Number32(status, 16), Number32(status, 20)) : null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than the call.
        }
        return null;
    }

    private static FileEntry? From(int mode, uint user, uint group) => (mode & TypeMask) switch
    {
        0x8000 => new FileEntry(FileKind.Ordinary, (user, group)),
        0x4000 => new FileEntry(FileKind.Folder, (user, group)),
        0x2000 or 0x6000 => new FileEntry(FileKind.Device, (user, group)),
        0x1000 => new FileEntry(FileKind.Pipe, (user, group)),
        0xC000 => new FileEntry(FileKind.Socket, (user, group)),
        _ => null,
    };

    private static bool IsCircle(string path)
    {
        try
        {
            var link = new FileInfo(path);
            if (link.LinkTarget is not null)
                link.ResolveLinkTarget(returnFinalTarget: true);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static int Number16(ReadOnlySpan<byte> status, int at) => BinaryPrimitives.ReadUInt16LittleEndian(status[at..]);

    private static uint Number32(ReadOnlySpan<byte> status, int at) => BinaryPrimitives.ReadUInt32LittleEndian(status[at..]);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatLinux(int folder, string path, int flags, uint mask, ref byte status);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatMac(string path, ref byte status);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatMacOnX64(string path, ref byte status);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}

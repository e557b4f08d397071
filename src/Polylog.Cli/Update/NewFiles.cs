using System.Security.Cryptography;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The files of an update: those that are new, and those that the state has already.</summary>
/// <param name="Added">The new ones.</param>
/// <param name="Known">How many are in the state, unchanged.</param>
internal sealed record NewFiles(IReadOnlyList<(string Path, HeldFile Record)> Added, int Known)
{
    /// <summary>Looks which files are new, by name and content.</summary>
    /// <param name="request">The files and patterns given.</param>
    /// <param name="held">The files that the state has.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="CommandException">A file changed since it was added, or would count twice.</exception>
    public static NewFiles Find(UpdateRequest request, IReadOnlyList<HeldFile> held, CancellationToken cancellation)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(request.State))!;
        Dictionary<string, HeldFile> byPath = held.ToDictionary(file => file.Path, StringComparer.Ordinal);
        Dictionary<string, string> byHash = held.ToDictionary(file => file.Hash, file => file.Path, StringComparer.Ordinal);
        var added = new List<(string, HeldFile)>();
        int known = 0;
        foreach (string path in Table.FilesOf(request.Files, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            HeldFile now = Seen(path, folder);
            if (byPath.TryGetValue(now.Path, out HeldFile? before) && IsSame(path, before, ref now))
            {
                if (added.Exists(file => file.Item2 == before))
                    throw new CommandException($"'{path}' is given twice: its rows would count twice; leave one out");
                known++;
                continue;
            }
            if (before is not null)
            {
                throw new CommandException($"'{path}' changed since its rows were added to '{request.State}', and those cannot be taken "
                    + "out again; give new rows in a file of their own, or name another file to begin a new state");
            }
            now = now with { Hash = Hash(path) };
            if (!byHash.TryAdd(now.Hash, now.Path))
            {
                throw new CommandException($"'{path}' has the same content as '{byHash[now.Hash]}'"
                    + $"{(held.Any(file => file.Hash == now.Hash) ? $", which '{request.State}' has already" : "")}: its rows would count "
                    + "twice; leave it out");
            }
            byPath.Add(now.Path, now);
            added.Add((path, now));
        }
        if (added.Count == 0 && known > 0)
        {
            throw new CommandException($"'{request.State}' has the rows of all files given already; give a new file"
                + (request.Output is null ? "" : ", or none to write the coreset of what it has"));
        }
        return new NewFiles(added, known);
    }

    // Where length and time are those of before, nobody reads the file again.
    private static bool IsSame(string path, HeldFile before, ref HeldFile now)
    {
        if (now.Bytes != before.Bytes)
            return false;
        if (now.Changed == before.Changed)
            return true;
        now = now with { Hash = Hash(path) };
        return now.Hash == before.Hash;
    }

    private static HeldFile Seen(string path, string folder)
    {
        var file = new FileInfo(path);
        return new HeldFile(Path.GetRelativePath(folder, file.FullName), file.Length, file.LastWriteTimeUtc, "");
    }

    private static string Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(file));
    }
}

using System.Security.Cryptography;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The parts of a merge: coresets that were made in the same way.</summary>
/// <param name="Records">For each part its file, the file's hash, and how it was made.</param>
internal sealed record MergeParts(IReadOnlyList<(string Path, string Hash, CoresetMetadata Record)> Records)
{
    /// <summary>The order of a part that has all rows of its table.</summary>
    public const int AnyOrder = int.MaxValue;

    private CoresetMetadata First => Records[0].Record;

    /// <summary>The order that the moments of all parts match.</summary>
    public int Order => Records.Min(part => OrderOf(part.Record));

    /// <summary>Rows of the tables that the parts stand for.</summary>
    public long Rows => Records.Sum(part => StandsFor(part.Record));

    /// <summary>Rows that the largest part keeps.</summary>
    public int Largest => Records.Max(part => part.Record.Kept);

    /// <summary>Whether weights are even in all parts, so that they are to stay so.</summary>
    private bool AreEven => Records.All(part => part.Record.Method is { IsEven: true });

    /// <summary>Reads how the parts were made.</summary>
    /// <param name="request">The files.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="CommandException">A file is no coreset, a part is given twice, or parts were made in different ways.</exception>
    public static MergeParts Read(MergeRequest request, CancellationToken cancellation)
    {
        using Table table = Table.OpenFiles(request.Parts, request.Threads, cancellation);
        var parts = new MergeParts([.. table.Files.Select(path =>
        {
            cancellation.ThrowIfCancellationRequested();
            return (Shown(path), Hash(path), Record(path, request));
        })]);
        parts.CheckTwice();
        foreach ((string path, _, CoresetMetadata record) in parts.Records)
            CheckWeights(path, record);
        foreach ((string path, _, CoresetMetadata record) in parts.Records.Skip(1))
            parts.CheckAlike(path, record);
        if (request.Order is { } order && parts.Records.FirstOrDefault(part => OrderOf(part.Record) < order) is { Path: { } lower } part)
        {
            throw new CommandException($"'{lower}' matches moments up to order {part.Record.Order}, not {order}; "
                + $"give --order {parts.Order} or lower, or compress the part again with a higher --order");
        }
        return parts;
    }

    /// <summary>The compression of all parts as one table.</summary>
    public CompressRequest Compression(MergeRequest request) => new(new TableInput(request.Parts, Sql: null), request.Output)
    {
        Columns = new ColumnRequest(First.Columns, []),
        Learning = Roles,
        WeightColumn = First.WeightName,
        WeightName = First.WeightName,
        Order = request.Order,
        MostOrder = Order == AnyOrder ? null : Order,
        Functions = AreEven ? FunctionFamily.Kernel : FunctionFamily.Auto,
        Use = First.Certificate is { } certificate ? UseWords.Find(certificate.Panel.Use) ?? Use.Any : Use.Any,
        Size = request.Size ?? Largest,
        Parts = [.. Records.SelectMany(part => (string[])[part.Hash, .. part.Record.Parts ?? []])],
        Scale = ScaleWords.Find(First.Scale),
        HasReport = request.HasReport,
        Effort = request.Effort,
        Threads = request.Threads,
    };

    /// <summary>The order up to which a part has the moments of its table.</summary>
    public static int OrderOf(CoresetMetadata record) => record.Kept == StandsFor(record) ? AnyOrder : record.Order;

    // A part may be a merge itself.
    private static long StandsFor(CoresetMetadata record) => record.Inputs?.Sum(StandsFor) ?? record.Rows;

    private static void CheckWeights(string path, CoresetMetadata record)
    {
        if (record.Method?.MaxWeight is { } most)
        {
            throw new CommandException($"'{path}' was made with {(most == 1 ? "--equal-weights" : "--max-weight")}, which a merge would "
                + "not keep; compress the parts without it, or all tables together");
        }
    }

    private static CoresetMetadata Record(string path, MergeRequest request) => CoresetMetadata.Read(path)
        ?? throw new CommandException($"'{Shown(path)}' does not say how it was made, so it cannot be merged; compress its table again to "
            + $"a .parquet, or compress all files as one table of weighted rows: {ProgramName.Current} compress "
            + $"{ShellWord.Quote(request.Parts)} --weight weight -o {ShellWord.Quote([request.Output])}");

    private static string Shown(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path) is { } near
        && near.Length < path.Length ? near : path;

    // By content: a copy under another name would count twice too, and so would a part of a merge.
    private void CheckTwice()
    {
        var seen = new Dictionary<string, string>();
        foreach ((string path, string hash, CoresetMetadata record) in Records)
        {
            foreach (string part in (string[])[hash, .. record.Parts ?? []])
            {
                if (seen.TryAdd(part, path))
                    continue;
                string other = seen[part];
                string what = other == path ? $"'{path}' is given twice"
                    : part == hash && Records.First(known => known.Path == other).Hash == hash ? $"'{path}' and '{other}' are the same part"
                    : part == hash ? $"'{path}' is already in '{other}'"
                    : $"'{path}' and '{other}' have a part in common";
                throw new CommandException($"{what}: its rows would count twice; leave one out");
            }
        }
    }

    private static string Hash(string path)
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexString(SHA256.HashData(file));
    }

    private void CheckAlike(string path, CoresetMetadata other)
    {
        Check("preserves moments of", Format.Names(First.Columns), Format.Names(other.Columns));
        Check("has the loss", Loss(First), Loss(other));
        Check("preserves totals of", Names(First.Match), Names(other.Match));
        Check("has the groups", Names(First.GroupBy), Names(other.GroupBy));
        Check("has the categories", Names(First.Categories), Names(other.Categories));
        Check("has its weights in", First.WeightName, other.WeightName);
        Check("has weights", First.IsSigned ? "of both signs" : "above 0", other.IsSigned ? "of both signs" : "above 0");

        void Check(string what, string own, string theirs)
        {
            if (own != theirs)
            {
                throw new CommandException($"'{path}' {what} {theirs}, and '{Records[0].Path}' {what} {own}; "
                    + "merge coresets that were made with the same options");
            }
        }
    }

    private LearningRequest Roles
    {
        get
        {
            LossWord? loss = First.Loss is null ? null : LossWords.Find(First.Loss);
            return new LearningRequest(First.Targets ?? [], loss, First.Match ?? [], First.GroupBy ?? [], First.Categories ?? [])
            {
                IsSigned = First.IsSigned,
            };
        }
    }

    private static string Names(IReadOnlyList<string>? names) => names is { Count: > 0 } ? Format.Names(names) : "none";

    private static string Loss(CoresetMetadata record) =>
        record.Loss is null ? "none" : $"{record.Loss} of {Names(record.Targets)}";
}

using System.Security.Cryptography;
using System.Text.Json;

namespace Polylog.Cluster;

/// <summary>What all nodes go by: the files as they were, the parts, and the columns' roles. Made once, and never changed.</summary>
internal sealed record JobPlan
{
    public const int CurrentVersion = 1;

    /// <summary>The version of this format.</summary>
    public required int Version { get; init; }

    /// <summary>The version of the program: others may compress to other bits.</summary>
    public required string Program { get; init; }

    public required JobOrder Order { get; init; }

    /// <summary>About how many rows a part has.</summary>
    public required int PartRows { get; init; }

    public required IReadOnlyList<PlannedFile> Files { get; init; }

    public required IReadOnlyList<PlannedPart> Parts { get; init; }

    public required Roles Roles { get; init; }

    /// <summary>The column of weights; null for none.</summary>
    public required string? WeightColumn { get; init; }

    /// <summary>The numbers of groups and classes.</summary>
    public required PlannedLabels Labels { get; init; }

    /// <summary>The hash of the compressor without rows that all parts begin with.</summary>
    public required string Seed { get; init; }

    /// <summary>Rows of all parts.</summary>
    public long Rows => Parts.Sum(part => part.Rows);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>Reads a plan.</summary>
    /// <param name="bytes">What <see cref="ToBytes"/> gave.</param>
    /// <param name="hash">The hash that the job has of it.</param>
    /// <exception cref="CommandException">It is another plan.</exception>
    public static JobPlan FromBytes(byte[] bytes, string hash) => HashOf(bytes) == hash
        ? JsonSerializer.Deserialize<JobPlan>(bytes)!
        : throw new CommandException("the plan in the job's folder is not the one that the job was begun with; cancel the job and submit "
            + "it again");

    public static string HashOf(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}

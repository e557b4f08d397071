using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>How a coreset was made, and its certificate, as stored in the metadata of its Parquet file.</summary>
internal sealed record CoresetMetadata
{
    public required int Version { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    public required int Order { get; init; }

    public required string Scale { get; init; }

    public required string WeightName { get; init; }

    public required string? RowIdName { get; init; }

    public required string? WeightColumn { get; init; }

    /// <summary>The column with a smoothed target; null for none.</summary>
    public string? SmoothName { get; init; }

    public required bool DropMissing { get; init; }

    public required long Rows { get; init; }

    public required int Kept { get; init; }

    public required int Leaves { get; init; }

    public required double MomentResidual { get; init; }

    public required double TotalWeight { get; init; }

    public CertificateRecord? Certificate { get; init; }

    /// <summary>Functions beside the moments, and what was asked of the weights; null in files of version 5 and earlier.</summary>
    public MethodRecord? Method { get; init; }

    public IReadOnlyList<string>? Targets { get; init; }

    public string? Loss { get; init; }

    public IReadOnlyList<string>? Match { get; init; }

    public IReadOnlyList<string>? GroupBy { get; init; }

    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>Whether weights may be negative, so that rows of positive and of negative weight were compressed apart.</summary>
    public bool IsSigned { get; init; }

    /// <summary>How the input was made, where all its files are coresets themselves; null where they are not.</summary>
    public IReadOnlyList<CoresetMetadata>? Inputs { get; init; }

    /// <summary>Rows of a part, where the table was compressed part by part; null where it was compressed as a whole.</summary>
    public int? PartRows { get; init; }

    /// <summary>
    /// Hashes (SHA-256) of the files that were merged into it, and of those that these were merged from; null where it is no merge.
    /// </summary>
    public IReadOnlyList<string>? Parts { get; init; }

    /// <summary>
    /// The version of the record's layout, to be raised when older programs could not read it. Version 1 has no certificate; version 2
    /// has only columns that are coordinates; up to version 3, constant columns and several targets had other test functions; up to
    /// version 4, random rows were not drawn by weight, and there are no steps, high frequencies and tails; version 5 has no kernel
    /// functions and no largest weight.
    /// </summary>
    public const int CurrentVersion = 6;

    private const string Key = "polylog";

    public IReadOnlyDictionary<string, string> ToKeyValues() => new Dictionary<string, string>
    {
        [Key] = JsonSerializer.Serialize(this, MetadataJson.Default.CoresetMetadata),
    };

    /// <summary>Reads the record of a file; null where the file has none.</summary>
    public static CoresetMetadata? Read(string path)
    {
        if (!TableMetadata.HasPlace(path) || !TableMetadata.Read(path).TryGetValue(Key, out string? text))
            return null;
        try
        {
            CoresetMetadata? metadata = JsonSerializer.Deserialize(text, MetadataJson.Default.CoresetMetadata);
            return metadata is not null && metadata.IsUsable() ? metadata : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new CommandException($"'{path}' has a record of how it was made that this version cannot read; "
                + "use the version of polylog that wrote it, or compress again");
        }
    }

    /// <summary>The records of a table's files; null where one of them has none. They are read once for a table.</summary>
    public static IReadOnlyList<CoresetMetadata>? OfFiles(Table table) => s_ofFiles.GetValue(table, ReadAll).Value;

    private static readonly ConditionalWeakTable<Table, StrongBox<IReadOnlyList<CoresetMetadata>?>> s_ofFiles = [];

    // A table can have many files that are no coresets; the first of them settles it.
    private static StrongBox<IReadOnlyList<CoresetMetadata>?> ReadAll(Table table)
    {
        var all = new List<CoresetMetadata>();
        foreach (string path in table.Files)
        {
            if (Read(path) is not { } record)
                return new StrongBox<IReadOnlyList<CoresetMetadata>?>(null);
            all.Add(record);
        }
        return new StrongBox<IReadOnlyList<CoresetMetadata>?>(all.Count > 0 ? all : null);
    }

    private bool IsUsable() =>
        (Inputs is null || (Inputs.Count > 0 && Inputs.All(input => input is not null && input.IsUsable()))) && Columns.Count > 0
            && Order >= 0 && AreNames(Columns, Targets, Match, GroupBy, Categories, Parts) && ScaleWords.IsWord(Scale)
            && (Method is null || Method.IsUsable())
        && Version switch
        {
            1 => Certificate is null && IsPlain,
            2 => Certificate is not null && Certificate.IsUsable() && IsPlain,
            3 or 4 => Certificate is not null && Certificate.IsUsable() && HasRoles,
            5 => HasKinds && HasRoles,
            CurrentVersion => HasKinds && HasRoles && Method is not null,
            _ => false,
        };

    private bool HasKinds => Certificate is { Kinds: not null, Weights: not null } && Certificate.IsUsable();

    // The JSON reader accepts nulls in a list of names.
    private static bool AreNames(params IReadOnlyList<string>?[] lists) =>
        lists.All(list => list is null || list.All(name => name is not null));

    private bool IsPlain => Targets is null && Loss is null && Match is null && GroupBy is null && Categories is null;

    private bool HasRoles => Targets is { } targets && Match is not null && GroupBy is not null && Categories is not null
        && (Loss is null
            ? targets.Count == 0
            : targets.Count > 0 && LossWords.Find(Loss) is { } loss && (loss is not LossWord.Classes || targets.Count == 1));

    /// <summary>Whether the certificate used test functions that this version no longer draws in the same way.</summary>
    /// <param name="rows">The rows of the table.</param>
    public bool IsOutdated(MarkedRows rows) => Version < 4 && (rows.Constant.Count > 0 || rows.Measure.TargetCount > 1);

    /// <summary>The roles of the columns.</summary>
    [JsonIgnore]
    public Roles Roles =>
        new(Columns, Targets ?? [], Loss is null ? null : LossWords.Find(Loss), Match ?? [], GroupBy ?? [], Categories ?? [])
        {
            IsSigned = IsSigned,
        };
}

/// <summary>Reads and writes the record without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CoresetMetadata))]
internal sealed partial class MetadataJson : JsonSerializerContext;

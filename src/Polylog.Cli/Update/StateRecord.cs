using System.Text.Json;
using System.Text.Json.Serialization;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>What a state says of itself, in the metadata of its Parquet file.</summary>
internal sealed record StateRecord
{
    /// <summary>The version of the layout, to be raised when older programs could not read it.</summary>
    public const int CurrentVersion = 1;

    private const string Key = "polylog.state";

    public required int Version { get; init; }

    public required UpdateSettings Settings { get; init; }

    /// <summary>The files whose rows it has, in the order in which they came.</summary>
    public required IReadOnlyList<HeldFile> Files { get; init; }

    /// <summary>The parts that are forgotten as a whole; one without a window.</summary>
    public required IReadOnlyList<long> Slots { get; init; }

    /// <summary>Rows added so far.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows left out so far because a value was missing.</summary>
    public required long Dropped { get; init; }

    /// <summary>The largest value of the column of a window; null without one.</summary>
    public double? Newest { get; init; }

    /// <summary>The updates so far, the last ones; null in states of programs that kept none.</summary>
    public IReadOnlyList<StateStep>? Steps { get; init; }

    /// <summary>The metadata of the file.</summary>
    public IReadOnlyDictionary<string, string> ToKeyValues() => new Dictionary<string, string>
    {
        [Key] = JsonSerializer.Serialize(this, StateJson.Default.StateRecord),
    };

    /// <summary>Reads the record of a file.</summary>
    /// <exception cref="CommandException">The file is no state, or one of a newer version.</exception>
    public static StateRecord Read(string path)
    {
        if (!TableMetadata.Read(path).TryGetValue(Key, out string? text))
            throw new CommandException($"'{path}' is no state of an update; name a new file to begin a state");
        try
        {
            StateRecord record = JsonSerializer.Deserialize(text, StateJson.Default.StateRecord) ?? throw new JsonException();
            if (record.Version > CurrentVersion)
            {
                throw new CommandException($"'{path}' is a state of version {record.Version}, and this program reads up to version "
                    + $"{CurrentVersion}; use the version of polylog that wrote it");
            }
            return record.Files.Any(file => file is null) ? throw new JsonException() : record;
        }
        catch (JsonException)
        {
            throw Damaged(path);
        }
    }

    /// <summary>The error of a state that was changed.</summary>
    public static CommandException Damaged(string path) =>
        new($"'{path}' is a state that was cut off or changed; take a copy of it from before, or begin a new one");
}

/// <summary>A file whose rows a state has.</summary>
/// <param name="Path">Its path as seen from the folder of the state.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Changed">When it was changed last, in UTC.</param>
/// <param name="Hash">SHA-256 of its bytes.</param>
internal sealed record HeldFile(string Path, long Bytes, DateTime Changed, string Hash);

/// <summary>Reads and writes the record without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StateRecord))]
internal sealed partial class StateJson : JsonSerializerContext;

using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Polylog.Cli;

/// <summary>Which functions a coreset matches beside its moments, and what was asked of its weights: as stored and as JSON.</summary>
internal sealed record MethodRecord
{
    /// <summary>The family that was asked for.</summary>
    public required string Functions { get; init; }

    /// <summary>Whether weights were kept even, by windows in place of leaves.</summary>
    public required bool IsEven { get; init; }

    /// <summary>The largest weight that was asked for, as a multiple of the mean; null for none.</summary>
    public required double? MaxWeight { get; init; }

    /// <summary>The seed of a random choice; null for none.</summary>
    public required ulong? Draw { get; init; }

    /// <summary>What kernel functions are found from: one for all rows, or one for each group; null for a group without.</summary>
    public required IReadOnlyList<KernelRecord?> Kernels { get; init; }

    /// <summary>Kernel functions that are matched, in all groups.</summary>
    public required int Matched { get; init; }

    /// <summary>Kernel functions after those that are kept small, in all groups.</summary>
    public required int Watched { get; init; }

    /// <summary>Largest difference of a matched kernel function's sum, relative to its largest value.</summary>
    public required double KernelResidual { get; init; }

    /// <summary>Largest difference of a moment up to <see cref="NearOrder"/>, relative to the total weight; 0 for rounding.</summary>
    public required double Nearness { get; init; }

    /// <summary>The order that was aimed at.</summary>
    public required int NearOrder { get; init; }

    /// <summary>Rounding of weights that are at the limit.</summary>
    public const double WeightRounding = 1e-9;

    /// <summary>The largest numbers that a compression uses: more than that, and finding the functions again would take long.</summary>
    private const int MostFunctions = 100_000;

    /// <summary>Describes a coreset.</summary>
    /// <param name="coreset">The coreset.</param>
    /// <param name="functions">The family that was asked for.</param>
    /// <param name="maxWeight">The largest weight that was asked for; null for none.</param>
    /// <param name="draw">The seed of a random choice; null for none.</param>
    /// <param name="found">What a check of its kernel functions found.</param>
    public static MethodRecord Of(
        Coreset coreset, FunctionFamily functions, double? maxWeight, ulong? draw, KernelFinding found) => new()
        {
            Functions = FamilyWords.Word(functions),
            IsEven = coreset.Kernels.Count > 0,
            MaxWeight = maxWeight,
            Draw = draw,
            Kernels = [.. coreset.Kernels.Select(KernelRecord.FromRecipe)],
            Matched = found.Matched,
            Watched = found.Watched,
            KernelResidual = found.Residual,
            Nearness = coreset.Nearness,
            NearOrder = coreset.NearOrder,
        };

    /// <summary>Describes a coreset of rows that came in parts, each with kernel functions of its own.</summary>
    /// <param name="functions">The family that was asked for.</param>
    /// <param name="isEven">Whether weights were kept even.</param>
    public static MethodRecord OfStream(FunctionFamily functions, bool isEven) => new()
    {
        Functions = FamilyWords.Word(functions),
        IsEven = isEven,
        MaxWeight = null,
        Draw = null,
        Kernels = [],
        Matched = 0,
        Watched = 0,
        KernelResidual = 0,
        Nearness = 0,
        NearOrder = 0,
    };

    /// <summary>Whether moments match to a few digits only.</summary>
    [JsonIgnore]
    public bool IsNear => Nearness > 0;

    /// <summary>Whether kernel functions match to rounding.</summary>
    [JsonIgnore]
    public bool KernelsMatch => KernelResidual <= CompressionPolicy.ResidualLimit;

    /// <summary>What the functions are found from.</summary>
    [JsonIgnore]
    public IReadOnlyList<KernelRecipe?> Recipes => [.. Kernels.Select(kernel => kernel?.ToRecipe())];

    /// <summary>The record as JSON; numbers that are not finite become strings.</summary>
    public JsonNode? ToJson() => JsonSerializer.SerializeToNode(this, MetadataJson.Default.MethodRecord);

    /// <summary>Whether the words are known and the numbers are some that a compression can have.</summary>
    public bool IsUsable() => FamilyWords.All.Any(pair => pair.Word == Functions) && NearOrder >= 0
        && Kernels.All(kernel => kernel is null
            || (kernel is { Order: >= 1 and <= CompressionPolicy.MaxOrder, Matched: >= 0, Watched: >= 0, Sample: >= 1, Landmarks: >= 0 }
                && Math.Max(Math.Max(kernel.Matched, kernel.Watched), Math.Max(kernel.Sample, kernel.Landmarks)) <= MostFunctions
                && ScaleWords.IsWord(kernel.Scale) && kernel is { Leaves: >= 1, Keep: >= 0 } && BitOperations.IsPow2(kernel.Leaves)));
}

/// <summary>What the kernel functions of a group are found from.</summary>
/// <param name="Order">Order of the moments that are matched before them.</param>
/// <param name="Matched">Functions of a leaf that are matched.</param>
/// <param name="Watched">Functions after those that are kept small.</param>
/// <param name="Sample">Rows of the sample that landmarks are taken from.</param>
/// <param name="Landmarks">Number of landmarks.</param>
internal sealed record KernelRecord(int Order, int Matched, int Watched, int Sample, int Landmarks)
{
    /// <summary>Leaves, each with functions of its own: a power of two.</summary>
    public int Leaves { get; init; } = 1;

    /// <summary>Rows all leaves were to keep together.</summary>
    public int Keep { get; init; }

    /// <summary>Units that rows are split into leaves by.</summary>
    public string Scale { get; init; } = ScaleWords.Word(ColumnScale.StandardDeviation);

    public static KernelRecord? FromRecipe(KernelRecipe? recipe) => recipe is not { } own ? null
        : new KernelRecord(own.Order, own.Plan.Matched, own.Plan.Watched, own.Plan.Sample, own.Plan.Landmarks)
        {
            Leaves = own.Leaves,
            Keep = own.Keep,
            Scale = ScaleWords.Word(own.Scale),
        };

    public KernelRecipe ToRecipe() => new(Order, new KernelPlan(Matched, Watched, Sample, Landmarks))
    {
        Leaves = Leaves,
        Keep = Keep,
        Scale = ScaleWords.All.First(pair => pair.Word == Scale).Value,
    };
}

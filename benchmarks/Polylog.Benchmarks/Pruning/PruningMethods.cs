using Polylog.Networks;

namespace Polylog.Benchmarks;

/// <summary>Chooses units of a layer.</summary>
/// <param name="layer">The layer.</param>
/// <param name="places">Second moments of the responses; empty for a method that does not look at them.</param>
/// <param name="size">How many to keep.</param>
/// <param name="cancellation">Ends the work early.</param>
/// <returns>Indices of units, ascending.</returns>
internal delegate int[] KeepRule(HiddenLayer layer, IReadOnlyList<ReadingPlace> places, int size, CancellationToken cancellation);

/// <summary>A way to give a layer fewer units.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Label">What its line is called.</param>
/// <param name="Keep">Makes the rule for a model, by a seed; null for the library's own choice.</param>
/// <param name="LooksAtResponses">Whether the rule needs responses.</param>
/// <param name="IsFitted">Whether the outgoing weights are fitted as the library does it; else they stay as they were.</param>
internal sealed record PruningMethod(
    string Name, string Label, Func<OnnxModel, ulong, KeepRule>? Keep = null, bool LooksAtResponses = false, bool IsFitted = false)
{
    /// <summary>Seeds whose median is printed.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>What chooses units of a model; null for the library's own choice.</summary>
    public ChoiceFactory? Choices(OnnxModel model, ulong seed) => Keep?.Invoke(model, seed) is not { } rule
        ? null
        : (layer, responses, sampled, cancellation) =>
        {
            var choice = new RivalChoice(layer, responses, rule, IsFitted);
            if (LooksAtResponses || IsFitted)
                choice.Observe(sampled, cancellation);
            return choice;
        };
}

/// <summary>The methods that are compared.</summary>
internal static class PruningMethods
{
    private static readonly KeepRule s_byActivation = (layer, places, size, cancellation) =>
        UnitScores.Largest(UnitScores.Activation(layer, places, cancellation), size);

    public static IReadOnlyList<PruningMethod> All { get; } =
    [
        new("magnitude", "magnitude", (_, _) => (layer, _, size, _) => UnitScores.Largest(UnitScores.Magnitude(layer), size)),
        new("group-norm", "group norm", (model, _) => GroupNorm(model)),
        new("activation", "activation norm", (_, _) => s_byActivation, LooksAtResponses: true),
        new("activation-fit", "activation norm, fitted", (_, _) => s_byActivation, LooksAtResponses: true, IsFitted: true),
        new("obs-fit", "OBS, fitted", (_, _) => BackwardElimination.Keep, LooksAtResponses: true, IsFitted: true),
        new("random-fit", "random, fitted", (_, seed) => Random(seed), IsFitted: true) { Seeds = 3 },
        new("ours", "ours"),
    ];

    private static KeepRule GroupNorm(OnnxModel model)
    {
        HashSet<string> offsets = UnitScores.Offsets(model);
        return (layer, _, size, _) => UnitScores.Largest(UnitScores.GroupNorm(layer, offsets), size);
    }

    private static KeepRule Random(ulong seed)
    {
        var random = new SplitMix64(seed);
        return (layer, _, size, _) =>
        {
            int[] units = [.. Enumerable.Range(0, layer.Units)];
            random.Draw(units.AsSpan(), size);
            return [.. units.Take(size).Order()];
        };
    }
}

namespace Polylog.Experiments;

/// <summary>Seeds of the parts of an experiment: each part has its own, whichever parts are worked out before it.</summary>
internal static class ExperimentSeed
{
    /// <summary>The seed of a part.</summary>
    /// <param name="seed">The experiment's.</param>
    /// <param name="part">Numbers that name the part; their order matters.</param>
    public static ulong ForPart(ulong seed, params ReadOnlySpan<int> part)
    {
        ulong mixed = new SplitMix64(seed).Next();
        foreach (int number in part)
            mixed = new SplitMix64(mixed ^ (uint)number).Next();
        return mixed;
    }
}

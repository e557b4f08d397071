namespace Polylog;

/// <summary>Draws the directions of steps along null vectors.</summary>
/// <param name="seed">Seed.</param>
internal sealed class RandomDirections(ulong seed)
{
    private SplitMix64 _random = new(seed);

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => _random.Unit();
}

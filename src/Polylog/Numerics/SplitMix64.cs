using System.Runtime.CompilerServices;

namespace Polylog;

/// <summary>
/// A small seeded generator whose numbers will never change with the runtime (Steele, Lea, Flood, Fast splittable pseudorandom
/// number generators, OOPSLA 2014).
/// </summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in 0 .. bound - 1, up to a bias of bound / 2^64.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>Puts items in random order (Fisher and Yates).</summary>
    /// <param name="items">IN/OUT, the items.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = Below(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    /// <summary>Draws some of the items without replacement: they come first afterwards, in random order.</summary>
    /// <param name="items">IN/OUT, the items.</param>
    /// <param name="count">How many to draw, at most their number.</param>
    public void Draw<T>(Span<T> items, int count)
    {
        for (int i = 0; i < count; i++)
        {
            int other = i + Below(items.Length - i);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [low, high).</summary>
    public double Uniform(double low, double high) => low + (high - low) * Unit();

    /// <summary>Standard normal (Box and Muller, one of the pair).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit());
}

namespace Polylog;

/// <summary>The weights of atoms, by index: the given ones, or 1 for every atom where none were given.</summary>
/// <param name="given">IN, the weights; empty for 1 each.</param>
internal readonly ref struct AtomWeights(ReadOnlySpan<double> given)
{
    private readonly ReadOnlySpan<double> _given = given;

    /// <summary>Whether weights were given.</summary>
    public bool AreGiven => !_given.IsEmpty;

    /// <summary>The weights of some atoms, where weights were given.</summary>
    /// <param name="first">The first atom.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<double> Slice(int first, int count) => _given.Slice(first, count);

    /// <summary>Weight of an atom.</summary>
    public double this[int atom] => _given.IsEmpty ? 1 : _given[atom];
}

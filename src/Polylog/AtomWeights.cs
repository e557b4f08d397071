namespace Polylog;

/// <summary>Weights of atoms by their number: those that were given, or 1 each where none were.</summary>
/// <param name="given">IN, the weights; empty for 1 each.</param>
internal readonly ref struct AtomWeights(ReadOnlySpan<double> given)
{
    private readonly ReadOnlySpan<double> _given = given;

    /// <summary>Whether every weight is 1.</summary>
    public bool AreOnes => _given.IsEmpty;

    /// <summary>Weight of an atom.</summary>
    public double this[int atom] => _given.IsEmpty ? 1 : _given[atom];
}

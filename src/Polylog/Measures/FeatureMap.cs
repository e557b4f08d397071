namespace Polylog;

/// <summary>Functions of an atom that a user chooses.</summary>
/// <param name="atom">IN, its coordinates.</param>
/// <param name="values">OUT, the functions' values.</param>
public delegate void FeatureMap(ReadOnlySpan<double> atom, Span<double> values);

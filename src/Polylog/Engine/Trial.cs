namespace Polylog;

/// <summary>A way to compress that was tried.</summary>
/// <param name="Name">The way, for people.</param>
/// <param name="Error">Geometric mean of the relative errors of the functions that candidates are compared on.</param>
/// <param name="Rows">Rows of the sample it was tried on, or of the measure.</param>
/// <param name="IsTaken">Whether it was taken.</param>
internal sealed record Trial(string Name, double Error, int Rows, bool IsTaken);

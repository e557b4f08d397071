namespace Polylog;

/// <summary>Which functions a coreset matches.</summary>
public enum FunctionFamily
{
    /// <summary>
    /// Chosen by the number of coordinates and the use. Up to three coordinates, and where an order is given: polynomials. From four on:
    /// polynomials and kernel functions, with even weights (from three on for <see cref="Use.Kinked"/>). For <see cref="Use.Smooth"/>
    /// polynomials, and from eight coordinates on whichever does better in a trial.
    /// </summary>
    Auto,

    /// <summary>Moments alone: polynomials of the coordinates.</summary>
    Polynomial,

    /// <summary>
    /// Moments of a low order, then the leading functions of a kernel: sums of values of the arc-cosine kernel at landmarks, which are
    /// rows of the data. With many coordinates they say more than polynomials can.
    /// </summary>
    Kernel,
}

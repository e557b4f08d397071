namespace Polylog;

/// <summary>Functions that can be evaluated at some of a leaf's rows.</summary>
internal interface IPointFunctions
{
    /// <summary>Values at single points.</summary>
    /// <param name="rows">IN, the leaf's rows.</param>
    /// <param name="points">IN, which of them.</param>
    /// <param name="functions">How many functions, from the first on.</param>
    /// <param name="stride">Row length of the values, at least the padded number of points.</param>
    /// <param name="values">OUT, functions x stride; what is right of the padded points may be left as it was.</param>
    void Single(ReadOnlySpan<double> rows, ReadOnlySpan<int> points, int functions, int stride, Span<double> values);
}

namespace Polylog;

/// <summary>Functions of a row as they are now, such as the gradient of the row's loss at a network's present parameters.</summary>
/// <param name="rows">IN, indices of rows in the measure.</param>
/// <param name="values">OUT, the functions' values, rows x functions, row-major. Write all of them.</param>
public delegate void RowFunctions(ReadOnlySpan<int> rows, Span<double> values);

namespace Polylog.Tables;

/// <summary>A column of labels: a small number for each row, and what the numbers stand for.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Codes">For each row the index of its text.</param>
/// <param name="Texts">
/// The different labels: numbers by value, then text in ordinal order, then null for "no value" if there is such a row. 1, 1.0 and 01 of a
/// column of numbers are one label.
/// </param>
public sealed record LabelColumn(string Name, IReadOnlyList<int> Codes, IReadOnlyList<string?> Texts);

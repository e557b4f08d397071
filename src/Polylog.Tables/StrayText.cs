using System.Globalization;

namespace Polylog.Tables;

/// <summary>What keeps a text column from being one of numbers.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Text">The first cell that is not a number.</param>
/// <param name="Row">Its row, counted from 0.</param>
/// <param name="Numbers">Number of the values examined that are numbers.</param>
/// <param name="Values">Number of values examined, without missing ones.</param>
public sealed record StrayText(string Column, string Text, long Row, long Numbers, long Values)
{
    /// <summary>Whether at least half of the values are numbers, so that the column may be meant as one of numbers.</summary>
    public bool IsMostlyNumbers => Numbers * 2 >= Values;

    /// <summary>The same as the end of a sentence about the column.</summary>
    public string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"is text: {Values - Numbers} of its first {Values} values {(Values - Numbers == 1 ? "is no number" : "are no numbers")}, "
            + $"the first is '{Shortened.Text(Text)}' in row {Row} (counting from 0)");
}

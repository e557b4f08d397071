using System.Globalization;
using System.Text.RegularExpressions;

namespace Polylog.Tables;

/// <summary>What keeps a text column from being one of numbers.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Text">The first cell that is not a number.</param>
/// <param name="Row">Its row, counted from 0.</param>
/// <param name="Numbers">Number of the values examined that are numbers.</param>
/// <param name="Values">Number of values examined, without missing ones.</param>
public sealed partial record StrayText(string Column, string Text, long Row, long Numbers, long Values)
{
    /// <summary>Whether a cast of the engine takes those values that are numbers.</summary>
    public bool CanBeCast { get; init; } = true;

    /// <summary>
    /// Whether the column may be meant as one of numbers: at least half of its values are, or the text is a number with signs around it.
    /// </summary>
    public bool IsMeantAsNumbers => Numbers * 2 >= Values || Decorated().IsMatch(Text.Trim());

    /// <summary>The same as the end of a sentence about the column.</summary>
    public string Sentence => Values == Numbers ? "is text in the file, though its values are numbers" : string.Create(
        CultureInfo.InvariantCulture,
        $"is text: {Values - Numbers} of its first {Values} values {(Values - Numbers == 1 ? "is no number" : "are no numbers")}, "
            + $"the first is '{Shortened.Text(Text)}' in row {Row} (counting from 0)");

    // Digits with currencies, percent signs, and points or commas in places of their own.
    [GeneratedRegex(@"^[$€£¥+\-\s]*[0-9][0-9.,'\s]*[%€$£¥]?$")]
    private static partial Regex Decorated();
}

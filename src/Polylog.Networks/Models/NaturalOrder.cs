namespace Polylog.Networks;

/// <summary>Compares names with numbers in them by value: layer 2 comes before layer 10.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static readonly NaturalOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x;
        ReadOnlySpan<char> right = y;
        while (left.Length > 0 && right.Length > 0)
        {
            ReadOnlySpan<char> leftPart = Part(left);
            ReadOnlySpan<char> rightPart = Part(right);
            int order = char.IsAsciiDigit(left[0]) && char.IsAsciiDigit(right[0])
                ? Numbers(leftPart.TrimStart('0'), rightPart.TrimStart('0'))
                : leftPart.SequenceCompareTo(rightPart);
            if (order != 0)
                return order;
            left = left[leftPart.Length..];
            right = right[rightPart.Length..];
        }
        int rest = left.Length.CompareTo(right.Length);
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    // Of two numbers without leading zeros the longer is the larger.
    private static int Numbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);

    // A run of digits, or a run of anything else.
    private static ReadOnlySpan<char> Part(ReadOnlySpan<char> text)
    {
        int length = 1;
        while (length < text.Length && char.IsAsciiDigit(text[length]) == char.IsAsciiDigit(text[0]))
            length++;
        return text[..length];
    }
}

using System.Globalization;
using System.Text;

namespace Polylog.Tables;

/// <summary>Numbers the distinct texts of a column while it is read, so that no text is kept per row.</summary>
internal sealed class LabelDictionary
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private char[] _buffer = new char[256];
    private int _missing = -1;

    public LabelDictionary() => _lookup = _codes.GetAlternateLookup<ReadOnlySpan<char>>();

    private int Count => _codes.Count + (_missing < 0 ? 0 : 1);

    public int Code(ReadOnlySpan<byte> text)
    {
        if (_buffer.Length < text.Length)
            _buffer = new char[text.Length];
        ReadOnlySpan<char> letters = _buffer.AsSpan(0, Encoding.UTF8.GetChars(text, _buffer));
        if (!_lookup.TryGetValue(letters, out int code))
            _lookup[letters] = code = Count;
        return code;
    }

    public int MissingCode() => _missing < 0 ? _missing = Count : _missing;

    /// <summary>The labels that occur, in an order that does not depend on the order of the rows; the codes are changed to match.</summary>
    public IReadOnlyList<string?> Sorted(int[] codes)
    {
        string?[] texts = new string?[Count];
        foreach ((string text, int code) in _codes)
            texts[code] = text;
        bool[] used = new bool[texts.Length];
        foreach (int code in codes)
            used[code] = true;
        int[] order = [.. Enumerable.Range(0, texts.Length).Where(code => used[code])];
        Array.Sort(order, (left, right) => Compare(texts[left], texts[right]));
        int[] place = new int[texts.Length];
        for (int i = 0; i < order.Length; i++)
            place[order[i]] = i;
        for (int row = 0; row < codes.Length; row++)
            codes[row] = place[codes[row]];
        return [.. order.Select(code => texts[code])];
    }

    private static int Compare(string? left, string? right)
    {
        if (left is null || right is null)
            return (left is null).CompareTo(right is null);
        bool leftIsNumber = IsNumber(left, out double a), rightIsNumber = IsNumber(right, out double b);
        int compared = leftIsNumber && rightIsNumber ? a.CompareTo(b) : rightIsNumber.CompareTo(leftIsNumber);
        return compared != 0 ? compared : string.CompareOrdinal(left, right);
    }

    private static bool IsNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}

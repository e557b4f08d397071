namespace Polylog.Tables;

/// <summary>
/// Finds the columns of text whose cells are all plain numbers, so that nothing has to be tried: trials by statements take milliseconds a
/// column, and there can be thousands.
/// </summary>
internal static class PlainNumbers
{
    // So many digits fit the types without loss.
    private const int DigitsOfLong = 18;
    private const int DigitsOfDouble = 15;

    /// <summary>For each column whether every cell is a plain number of its type, or has no value.</summary>
    /// <param name="session">Reads the relation.</param>
    /// <param name="relation">Where the columns are.</param>
    /// <param name="columns">Their names there, and the types sniffed.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static bool[] Find(
        TableSession session, string relation, IReadOnlyList<(string Name, string Type)> columns, CancellationToken cancellation)
    {
        bool[] plain = [.. columns.Select(column => column.Type is SqlTypes.Long || SqlTypes.IsDouble(column.Type))];
        int[] open = [.. Enumerable.Range(0, plain.Length).Where(column => plain[column])];
        if (open.Length == 0)
            return plain;
        using var cells = new ChunkStream(
            session, $"SELECT {string.Join(", ", open.Select(column => columns[column].Name))} FROM {relation}", relation, cancellation);
        while (cells.Next())
        {
            for (int place = 0; place < open.Length; place++)
            {
                int column = open[place];
                if (plain[column])
                    plain[column] = ArePlain(cells, place, columns[column].Type is SqlTypes.Long);
            }
        }
        return plain;
    }

    private static bool ArePlain(ChunkStream cells, int column, bool isWhole)
    {
        ReadOnlySpan<ulong> validity = cells.Validity(column);
        for (int row = 0; row < cells.Rows; row++)
        {
            bool hasValue = validity.IsEmpty || (validity[row >> 6] >> (row & 63) & 1) != 0;
            if (hasValue && !IsPlain(cells.Text(column, row), isWhole))
                return false;
        }
        return true;
    }

    /// <summary>Whether a text is a sign or none, digits, and for fractions a point with digits and an exponent or none.</summary>
    internal static bool IsPlain(ReadOnlySpan<byte> text, bool isWhole)
    {
        int at = text.Length > 0 && text[0] is (byte)'+' or (byte)'-' ? 1 : 0;
        int whole = Digits(text, at);
        at += whole;
        if (isWhole)
            return whole is > 0 and <= DigitsOfLong && at == text.Length;
        int fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            fraction = Digits(text, at + 1);
            at += 1 + fraction;
        }
        if (whole + fraction == 0 || whole > DigitsOfDouble)
            return false;
        if (at == text.Length)
            return true;
        if (text[at] is not ((byte)'e' or (byte)'E'))
            return false;
        at++;
        if (at < text.Length && text[at] is (byte)'+' or (byte)'-')
            at++;
        int exponent = Digits(text, at);
        return exponent is 1 or 2 && at + exponent == text.Length;
    }

    private static int Digits(ReadOnlySpan<byte> text, int from)
    {
        int at = from;
        while (at < text.Length && char.IsAsciiDigit((char)text[at]))
            at++;
        return at - from;
    }
}

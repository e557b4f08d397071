namespace Polylog.Tables;

/// <summary>Looks at the lines of a delimited file: how they end, how long they are, and whether a quoted cell is left open.</summary>
internal sealed class LineSurvey(string place) : IByteSurvey
{
    /// <summary>The longest line, in bytes, that the engine reads without being told to.</summary>
    public const int LongestLine = 2_000_000;

    private const byte Feed = (byte)'\n';

    private LineScanner _scanner = new();
    private LineEnds _ends;
    private long _lines;
    private long _length;
    private long _quotedAtStart;
    private long _openLine;
    private bool _afterReturn;
    private bool? _startsBlank;
    private bool _hasOddDigits;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        int zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
            throw TableErrors.ZeroByte(place, _lines + _scanner.QuotedEnds + bytes[..zero].Count(Feed) + 1);
        _startsBlank ??= bytes.IsEmpty ? null : bytes[0] is Feed or (byte)'\r';
        _hasOddDigits |= HasOddDigits(bytes);
        if (!_afterReturn && _scanner.IsPlain(bytes))
            AddPlain(bytes);
        else
            AddLines(bytes);
        CheckLength();
    }

    public TextSurvey Result()
    {
        if (_afterReturn)
            _ends |= LineEnds.Return;
        _scanner.End();
        return new TextSurvey(
            IsUtf8: true, _ends, _lines + _scanner.QuotedEnds + (_length > 0 ? 1 : 0), _scanner.IsQuoted ? _openLine : 0)
        {
            StartsBlank = _startsBlank == true,
            HasOddDigits = _hasOddDigits,
        };
    }

    // A pair of letters on both sides of the border of two stretches is not worth the trouble: columns have more than one such cell.
    private static bool HasOddDigits(ReadOnlySpan<byte> bytes)
    {
        for (int at = bytes.IndexOfAny((byte)'_', (byte)'x', (byte)'b'); at >= 0 && at + 1 < bytes.Length;)
        {
            bool isBetween = at > 0 && char.IsAsciiDigit((char)bytes[at - 1]) && char.IsAsciiHexDigit((char)bytes[at + 1]);
            if (isBetween && (bytes[at] == '_' || bytes[at - 1] == '0'))
                return true;
            int next = bytes[(at + 1)..].IndexOfAny((byte)'_', (byte)'x', (byte)'b');
            at = next < 0 ? -1 : at + 1 + next;
        }
        return false;
    }

    private void AddPlain(ReadOnlySpan<byte> bytes)
    {
        _scanner.Pass(bytes);
        int first = bytes.IndexOf(Feed);
        if (first < 0)
        {
            _length += bytes.Length;
            return;
        }
        _length += first;
        CheckLength();
        _ends |= LineEnds.Feed;
        _lines += bytes.Count(Feed);
        _length = bytes.Length - bytes.LastIndexOf(Feed) - 1;
        _quotedAtStart = _scanner.QuotedEnds;
    }

    private void AddLines(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        if (_afterReturn && bytes.Length > 0)
        {
            _afterReturn = false;
            _ends |= bytes[0] == Feed ? LineEnds.ReturnFeed : LineEnds.Return;
            // The scanner has to see each byte.
            if (bytes[0] == Feed)
                at = _scanner.Next(bytes, 0) + 1;
        }
        for (int place = _scanner.Next(bytes, at); place >= 0; place = _scanner.Next(bytes, at))
        {
            _length += place - at;
            CheckLength();
            _lines++;
            _length = 0;
            _quotedAtStart = _scanner.QuotedEnds;
            at = place + 1;
            if (bytes[place] == Feed)
                _ends |= LineEnds.Feed;
            else if (at == bytes.Length)
                _afterReturn = true;
            else if (bytes[at] != Feed)
                _ends |= LineEnds.Return;
            else
            {
                _ends |= LineEnds.ReturnFeed;
                at = _scanner.Next(bytes, at) + 1;
            }
        }
        _length += Math.Max(0, bytes.Length - at);
        // A line feed in a quoted cell does not end its row, so this is the line of the mark that opened it.
        if (_scanner.IsQuoted)
            _openLine = _lines + _scanner.QuotedEndsBefore + 1;
    }

    // A row with line ends in its quoted cells may be longer; its lines are not.
    private void CheckLength()
    {
        if (_length > LongestLine && _scanner.QuotedEnds == _quotedAtStart)
            throw TableErrors.LongLine(place, _lines + _scanner.QuotedEnds + 1, LongestLine);
    }
}

namespace Polylog.Tables;

/// <summary>
/// Finds the ends of lines outside quoted cells, buffer after buffer. A quoted cell opens with a quotation mark at the start of a cell,
/// after a usual delimiter or a line end; marks elsewhere are letters.
/// </summary>
internal struct LineScanner
{
    private const byte Mark = (byte)'"';
    private const byte Feed = (byte)'\n';
    private const byte Return = (byte)'\r';

    private byte _before = Feed;
    private bool _afterMark;

    public LineScanner()
    {
    }

    /// <summary>Whether the bytes so far end inside a quoted cell.</summary>
    public bool IsQuoted { get; private set; }

    /// <summary>Line ends inside quoted cells, so far.</summary>
    public long QuotedEnds { get; private set; }

    /// <summary>Line ends inside quoted cells before the last quoted cell opened.</summary>
    public long QuotedEndsBefore { get; private set; }

    /// <summary>Whether a stretch has neither quotation marks nor returns, and begins outside a quoted cell.</summary>
    public readonly bool IsPlain(ReadOnlySpan<byte> bytes) => !IsQuoted && bytes.IndexOfAny(Mark, Return) < 0;

    /// <summary>Goes over a stretch for which <see cref="IsPlain"/> holds.</summary>
    public void Pass(ReadOnlySpan<byte> bytes) => _before = bytes.IsEmpty ? _before : bytes[^1];

    /// <summary>The place of the next return or line feed outside quoted cells, from a place on; -1 where the bytes have no more.</summary>
    public int Next(ReadOnlySpan<byte> bytes, int from)
    {
        int at = from;
        while (at < bytes.Length)
        {
            if (IsQuoted)
            {
                at = Quoted(bytes, at);
                continue;
            }
            int found = bytes[at..].IndexOfAny(Mark, Feed, Return);
            if (found < 0)
            {
                _before = bytes[^1];
                return -1;
            }
            byte before = found > 0 ? bytes[at + found - 1] : _before;
            at += found;
            _before = bytes[at];
            if (_before != Mark)
                return at;
            if (OpensAfter(before))
            {
                IsQuoted = true;
                QuotedEndsBefore = QuotedEnds;
            }
            at++;
        }
        return -1;
    }

    /// <summary>Says that the bytes are over: a mark at the very end closes its cell.</summary>
    public void End()
    {
        if (_afterMark)
            IsQuoted = false;
    }

    private static bool OpensAfter(byte before) => before is Feed or Return or (byte)',' or (byte)';' or (byte)'\t' or (byte)'|';

    // Two marks are one mark in the cell; a mark alone ends it.
    private int Quoted(ReadOnlySpan<byte> bytes, int at)
    {
        if (_afterMark)
        {
            _afterMark = false;
            if (bytes[at] == Mark)
                return at + 1;
            IsQuoted = false;
            _before = Mark;
            return at;
        }
        int found = bytes[at..].IndexOf(Mark);
        int end = found < 0 ? bytes.Length : at + found;
        QuotedEnds += bytes[at..end].Count(Feed);
        _afterMark = found >= 0;
        return end + 1;
    }
}

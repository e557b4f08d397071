using System.Buffers;

namespace Polylog.Tables;

/// <summary>
/// Refuses JSON that is cut off, and JSON that is nested so deeply, or has an object so large, that the engine takes very long.
/// </summary>
internal sealed class JsonDepth(string place) : IByteSurvey
{
    /// <summary>Many more levels than a table has, and few enough that they are read in no time.</summary>
    public const int Deepest = 100;

    /// <summary>The largest object, in bytes, that the engine reads without being told to.</summary>
    public const int LargestObject = 16_000_000;

    private static readonly SearchValues<byte> s_outside = SearchValues.Create("\"[]{}"u8);

    private int _depth;
    private int _depthOfList = -1;
    private long _bytes;
    private long _start;
    private long _lines;
    private bool _inText;
    private bool _afterBackslash;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        int zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
            throw TableErrors.ZeroByte(place, _lines + bytes[..zero].Count((byte)'\n') + 1);
        for (int at = 0; at < bytes.Length;)
            at = _inText ? InText(bytes, at) : Outside(bytes, at);
        _lines += bytes.Count((byte)'\n');
        _bytes += bytes.Length;
        if (_bytes - _start > LargestObject && _depth > Math.Max(0, _depthOfList))
            throw TableErrors.LargeObject(place, _lines + 1, LargestObject);
    }

    // The engine reads a list to its last whole object, and does not tell that more was to come.
    public TextSurvey Result() => _depth > 0 || _inText
        ? throw TableErrors.CutOff(place, "its JSON ends before the last bracket is closed")
        : new TextSurvey(IsUtf8: true);

    private int InText(ReadOnlySpan<byte> bytes, int at)
    {
        if (_afterBackslash)
        {
            _afterBackslash = false;
            return at + 1;
        }
        int found = bytes[at..].IndexOfAny((byte)'"', (byte)'\\');
        if (found < 0)
            return bytes.Length;
        _inText = bytes[at + found] != '"';
        _afterBackslash = _inText;
        return at + found + 1;
    }

    private int Outside(ReadOnlySpan<byte> bytes, int at)
    {
        int found = bytes[at..].IndexOfAny(s_outside);
        if (found < 0)
            return bytes.Length;
        switch (bytes[at + found])
        {
            case (byte)'"':
                _inText = true;
                break;
            case (byte)'[' or (byte)'{':
                // Objects stand in one list, or one after another.
                if (_depthOfList < 0)
                    _depthOfList = bytes[at + found] == '[' ? 1 : 0;
                if (_depth == _depthOfList)
                    _start = _bytes + at + found;
                if (++_depth > Deepest)
                    throw TableErrors.DeepJson(place, _lines + bytes[..(at + found)].Count((byte)'\n') + 1, Deepest);
                break;
            default:
                _depth--;
                break;
        }
        return at + found + 1;
    }
}

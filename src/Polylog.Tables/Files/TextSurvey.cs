using System.Text.Unicode;

namespace Polylog.Tables;

/// <summary>
/// What one pass over a text file's bytes tells, before the engine reads them: whether they are UTF-8, and what the engine would take
/// long over, or would not tell.
/// </summary>
/// <param name="IsUtf8">Whether all bytes are; the rest is known only where they are.</param>
/// <param name="LineEnds">How lines end outside quoted cells; none for JSON.</param>
/// <param name="Lines">The number of lines.</param>
/// <param name="OpenQuote">The line, counted from 1, of a quotation mark that opens a cell and is never closed; 0 for none.</param>
internal sealed record TextSurvey(bool IsUtf8, LineEnds LineEnds = LineEnds.None, long Lines = 0, long OpenQuote = 0)
{
    private const int BufferSize = 1 << 18;

    /// <summary>Whether the bytes begin with the mark of UTF-8.</summary>
    public bool HasMark { get; init; }

    /// <summary>Whether the first line of a delimited file is blank.</summary>
    public bool StartsBlank { get; init; }

    /// <summary>
    /// Whether there are digits on both sides of an underscore, or after 0x or 0b: numbers to the engine, names to people.
    /// </summary>
    public bool HasOddDigits { get; init; }

    /// <summary>Whether lines end in more than one way.</summary>
    public bool HasMixedLineEnds => (LineEnds & (LineEnds - 1)) != 0;

    /// <summary>Goes over the bytes of a file.</summary>
    /// <param name="bytes">The file's bytes, decompressed.</param>
    /// <param name="place">What messages call the file.</param>
    /// <param name="isJson">Whether it is JSON; otherwise it is taken for lines.</param>
    /// <param name="cancellation">Stops the pass.</param>
    /// <exception cref="TableException">A zero byte, a line that is too long, or JSON that is nested too deeply.</exception>
    public static TextSurvey Take(Stream bytes, string place, bool isJson, CancellationToken cancellation)
    {
        IByteSurvey survey = isJson ? new JsonDepth(place) : new LineSurvey(place);
        byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        int kept = 0;
        bool first = true, hasMark = false;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            int read = bytes.Read(buffer, kept, BufferSize - kept);
            int end = kept + read;
            kept = read == 0 ? 0 : CutOff(buffer.AsSpan(0, end));
            ReadOnlySpan<byte> whole = buffer.AsSpan(0, end - kept);
            if (!Utf8.IsValid(whole))
                return new TextSurvey(IsUtf8: false);
            hasMark |= first && whole.StartsWith(ByteOrderMark);
            survey.Add(first && hasMark ? whole[ByteOrderMark.Length..] : whole);
            first &= whole.IsEmpty;
            buffer.AsSpan(end - kept, kept).CopyTo(buffer);
            if (read == 0)
                return survey.Result() with { HasMark = hasMark };
        }
    }

    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    // How many bytes at the end are the beginning of a letter whose rest is yet to come.
    private static int CutOff(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            byte one = bytes[^back];
            if (one < 0x80)
                return 0;
            if (one >= 0xC0)
                return back < (one >= 0xF0 ? 4 : one >= 0xE0 ? 3 : 2) ? back : 0;
        }
        return 0;
    }
}

/// <summary>Looks at the bytes of a file, stretch after stretch.</summary>
internal interface IByteSurvey
{
    void Add(ReadOnlySpan<byte> bytes);

    TextSurvey Result();
}

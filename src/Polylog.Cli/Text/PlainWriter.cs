using System.Text;

namespace Polylog.Cli;

/// <summary>Writes text without control characters; only ends of lines and tabs are kept.</summary>
internal sealed class PlainWriter : TextWriter
{
    private readonly TextWriter _writer;

    public PlainWriter(TextWriter writer)
        : base(writer.FormatProvider)
    {
        _writer = writer;
        CoreNewLine = writer.NewLine.ToCharArray();
    }

    public override Encoding Encoding => _writer.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => _writer.Write(PlainText.OfLines(value ?? ""));

    public override void WriteLine() => _writer.WriteLine();

    public override void WriteLine(string? value)
    {
        Write(value);
        WriteLine();
    }

    public override void Flush() => _writer.Flush();
}

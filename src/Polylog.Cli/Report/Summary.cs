using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Aligned lines of a label and a value, the labels dim where there are colours.</summary>
internal sealed class Summary(IAnsiConsole console)
{
    private const int LabelWidth = 16;

    private static readonly Style s_label = new(decoration: Decoration.Dim);
    private static readonly Style s_good = new(Color.Green);
    private static readonly Style s_bad = new(Color.Red);
    private static readonly Style s_strong = new(decoration: Decoration.Bold);

    public void Line(string label, string value)
    {
        console.Write(new Text(label.PadRight(LabelWidth), s_label));
        console.Write(new Text(value));
        console.WriteLine();
    }

    public void Verdict(string claim, bool holds, string detail)
    {
        console.Write(new Text($"{claim}: "));
        console.Write(new Text(holds ? "yes" : "no", holds ? s_good : s_bad));
        console.Write(new Text(detail.Length > 0 ? $" ({detail})" : ""));
        console.WriteLine();
    }

    public void Heading(string text)
    {
        console.Write(new Text(text, s_strong));
        console.WriteLine();
    }

    public void Gap() => console.WriteLine();

    public void Next(string purpose, string commandLine)
    {
        console.Write(new Text($"{purpose}: ", s_label));
        console.Write(new Text(commandLine, s_strong));
        console.WriteLine();
    }
}

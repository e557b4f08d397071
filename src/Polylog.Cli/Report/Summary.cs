using Spectre.Console;

namespace Polylog.Cli;

/// <summary>A result as lines of a label and a value, the values aligned and the labels dim where there are colours.</summary>
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
        console.Write(new Text(PlainText.Of(value)));
        console.WriteLine();
    }

    /// <summary>A statement, whether it is true, and the numbers that decide it.</summary>
    public void Verdict(string statement, bool holds, string detail)
    {
        console.Write(new Text($"{statement}: "));
        console.Write(new Text(holds ? "yes" : "no", holds ? s_good : s_bad));
        console.Write(new Text(detail.Length > 0 ? $" ({PlainText.Of(detail)})" : ""));
        console.WriteLine();
    }

    public void Heading(string text)
    {
        console.Write(new Text(PlainText.Of(text), s_strong));
        console.WriteLine();
    }

    public void Gap() => console.WriteLine();

    /// <summary>A command of this program below a heading, as the user has to type it.</summary>
    /// <param name="command">The command, without the name of the program.</param>
    public void Command(string command) => console.WriteLine(PlainText.Of($"  {ProgramName.Current} {command}"));

    /// <summary>A command of this program to run next, as the user has to type it.</summary>
    /// <param name="purpose">What it is for.</param>
    /// <param name="command">The command, without the name of the program.</param>
    public void Next(string purpose, string command)
    {
        console.Write(new Text($"{purpose}: ", s_label));
        console.Write(new Text(PlainText.Of($"{ProgramName.Current} {command}"), s_strong));
        console.WriteLine();
    }
}

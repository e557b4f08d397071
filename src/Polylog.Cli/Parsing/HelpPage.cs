using System.CommandLine;

namespace Polylog.Cli;

/// <summary>Options or arguments of one topic.</summary>
internal sealed record HelpSection(string Title, IReadOnlyList<Symbol> Symbols);

/// <summary>A command line to copy, and its purpose.</summary>
internal sealed record HelpExample(string Purpose, string Line);

/// <summary>The help page of a command, 80 columns wide.</summary>
internal sealed record HelpPage(
    string Summary,
    IReadOnlyList<string> Usage,
    IReadOnlyList<HelpSection> Sections,
    IReadOnlyList<HelpExample> Examples)
{
    private const int Width = 80;
    private const int LabelWidth = 25;

    public void Write(TextWriter output)
    {
        foreach (string line in Wrap(Summary, Width))
            output.WriteLine(line);
        output.WriteLine();
        output.WriteLine("Usage:");
        foreach (string line in Usage)
            output.WriteLine($"  {line}");
        foreach (HelpSection section in Sections)
        {
            output.WriteLine();
            output.WriteLine($"{section.Title}:");
            foreach (Symbol symbol in section.Symbols)
                WriteRow(output, Label(symbol), symbol.Description ?? "");
        }
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (HelpExample example in Examples)
        {
            output.WriteLine($"  # {example.Purpose}");
            output.WriteLine($"  {example.Line}");
        }
        output.WriteLine();
        output.WriteLine("Exit codes:");
        output.WriteLine("  0 done, 1 failed or a check did not hold, 2 command line not understood,");
        output.WriteLine("  130 stopped by Ctrl-C, 143 stopped by SIGTERM (unfinished files are removed)");
    }

    private static string Label(Symbol symbol)
    {
        if (symbol is Argument argument)
            return argument.HelpName ?? argument.Name;
        if (symbol is not Option option)
            return symbol.Name;
        IEnumerable<string> aliases = option.Aliases.Where(alias => alias is not "-?" and not "/h" and not "/?");
        string label = string.Join(", ", aliases.Append(option.Name).Distinct().OrderBy(name => name.Length));
        return option.HelpName is { } value ? $"{label} {value}" : label;
    }

    private static void WriteRow(TextWriter output, string label, string description)
    {
        string start = $"  {label}";
        if (start.Length > LabelWidth - 2)
        {
            output.WriteLine(start);
            start = "";
        }
        foreach (string line in Wrap(description, Width - LabelWidth))
        {
            output.WriteLine($"{start.PadRight(LabelWidth)}{line}");
            start = "";
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line = line.Length == 0 ? word : $"{line} {word}";
        }
        yield return line;
    }
}

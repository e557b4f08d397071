namespace Polylog.Reports;

/// <summary>One line of a report: a <see cref="Fact"/>, a <see cref="Verdict"/>, or what stands between them.</summary>
public abstract record ReportItem;

/// <summary>Something that a command found.</summary>
/// <param name="Label">Its name for people; empty where it goes on with the fact before, null where it is for programs alone.</param>
/// <param name="Text">Its value for people.</param>
public sealed record Fact(string? Label, string Text) : ReportItem
{
    /// <summary>Its name in JSON; null where it is for people alone.</summary>
    public string? Key { get; init; }

    /// <summary>Whether a page leaves it out, because it shows the same in a picture or a table.</summary>
    internal bool IsForTerminals { get; init; }

    /// <summary>Its value in JSON: null, a string, a number, a truth value, names, or a JSON node.</summary>
    public object? Value { get; init; }
}

/// <summary>A statement that was checked.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Holds">Whether it is true.</param>
/// <param name="Detail">The numbers that decide it; may be empty.</param>
public sealed record Verdict(string Statement, bool Holds, string Detail) : ReportItem;

/// <summary>A title above lines.</summary>
/// <param name="Text">The title.</param>
public sealed record Heading(string Text) : ReportItem;

/// <summary>An empty line at a terminal.</summary>
public sealed record Gap : ReportItem;

/// <summary>A table between lines.</summary>
/// <param name="Table">The table.</param>
internal sealed record TableItem(FactTable Table) : ReportItem;

/// <summary>A command to run next.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Command">The command, without the name of the program.</param>
public sealed record NextStep(string Purpose, string Command) : ReportItem;

namespace Polylog.Reports;

/// <summary>
/// What a command found: facts, which a terminal, JSON and a page show alike, and pictures and explanations, which a page alone shows.
/// </summary>
/// <param name="title">What it is about, such as a file's name.</param>
public sealed class Report(string title)
{
    private readonly List<ReportItem> _items = [];
    private readonly List<Card> _cards = [];
    private readonly List<Section> _sections = [];

    /// <summary>What it is about, such as a file's name.</summary>
    public string Title { get; } = title;

    /// <summary>What kind of result it is, such as "Coreset".</summary>
    public string Kind { get; init; } = "Report";

    /// <summary>How the program that made it is called on a command line.</summary>
    internal string Program { get; init; } = "polylog";

    /// <summary>Sentences at the end of a page: who made it, when and how long it took.</summary>
    internal IReadOnlyList<string> Origin { get; set; } = [];

    /// <summary>The facts and what stands between them, in the order in which they are shown.</summary>
    public IReadOnlyList<ReportItem> Items => _items;

    /// <summary>The facts.</summary>
    public IEnumerable<Fact> Facts => _items.OfType<Fact>();

    /// <summary>A few figures that a page shows on top.</summary>
    internal IReadOnlyList<Card> Cards => _cards;

    /// <summary>Parts of a page.</summary>
    internal IReadOnlyList<Section> Sections => _sections;

    /// <summary>Adds a fact for people.</summary>
    internal void Line(string label, string text) => _items.Add(new Fact(label, text));

    /// <summary>Adds a fact that a page shows in another way.</summary>
    internal void TerminalLine(string label, string text) => _items.Add(new Fact(label, text) { IsForTerminals = true });

    /// <summary>Adds a fact for people and programs.</summary>
    internal void Fact(string label, string text, string key, object? value) =>
        _items.Add(new Fact(label, text) { Key = key, Value = value });

    /// <summary>Adds a fact for people and programs before the commands to run next.</summary>
    internal void FactBeforeSteps(string label, string text, string key, object? value)
    {
        int gap = _items.FindLastIndex(item => item is Reports.Gap);
        bool hasSteps = gap >= 0 && _items[gap..].TrueForAll(item => item is Reports.Gap or NextStep);
        _items.Insert(hasSteps ? gap : _items.Count, new Fact(label, text) { Key = key, Value = value });
    }

    /// <summary>Adds a fact for programs.</summary>
    internal void Value(string key, object? value) => _items.Add(new Fact(null, "") { Key = key, Value = value });

    /// <summary>Adds a statement that was checked.</summary>
    internal void Verdict(string statement, bool holds, string detail) => _items.Add(new Verdict(statement, holds, detail));

    internal void Heading(string text) => _items.Add(new Heading(text));

    internal void Table(FactTable table) => _items.Add(new TableItem(table));

    /// <summary>Adds a table below its title.</summary>
    internal void TitledTable(string title, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        Heading(title);
        Table(new FactTable(title, columns, rows));
    }

    internal void Gap() => _items.Add(new Gap());

    /// <summary>Adds a command to run next.</summary>
    internal void Next(string purpose, string command) => _items.Add(new NextStep(purpose, command));

    internal void Add(Card card) => _cards.Add(card);

    internal void Add(Section section) => _sections.Add(section);
}

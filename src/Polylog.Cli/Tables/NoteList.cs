namespace Polylog.Cli;

/// <summary>The notes of a run: shown as they come, and kept for the JSON output.</summary>
/// <param name="terminal">Where they are shown; null for nowhere.</param>
/// <param name="command">The command that runs, whose names of options the notes have.</param>
internal sealed class NoteList(Terminal? terminal, string command)
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public void Add(string note)
    {
        string text = OptionTranslation.Apply(note, [command]);
        _all.Add(text);
        terminal?.Note(text);
    }
}

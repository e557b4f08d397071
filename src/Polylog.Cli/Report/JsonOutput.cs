using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>Writes one JSON object for other programs.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        // Keeps names in all alphabets readable; escaping for web pages is not needed.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(TextWriter output, JsonObject value) => output.WriteLine(Escaped(value.ToJsonString(s_options)));

    /// <summary>Writes the result of a command that reads a table, with the notes about it.</summary>
    public static void Write(TextWriter output, JsonObject value, NoteList notes)
    {
        value["notes"] = Names(notes.All);
        Write(output, value);
    }

    public static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name)];

    // The encoder leaves marks of direction as they are. Between the names of an object there are only ends of lines and spaces.
    private static string Escaped(string json) => json.Any(IsEscaped)
        ? string.Concat(json.Select(letter => IsEscaped(letter) ? $"\\u{(int)letter:X4}" : letter.ToString()))
        : json;

    private static bool IsEscaped(char letter) => PlainText.IsControl(letter) && letter is not '\n' and not '\r';

    /// <summary>A number, or null where it is not finite: JSON has no infinity and no NaN.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? value : null;
}

using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>Writes the facts of a report that have a key as one JSON object.</summary>
internal static class JsonReport
{
    public static void Write(Report report, TextWriter output) => JsonOutput.Write(output, Json(report));

    /// <summary>Writes them with the notes about the input.</summary>
    public static void Write(Report report, NoteList notes, TextWriter output) => JsonOutput.Write(output, Json(report), notes);

    private static JsonObject Json(Report report)
    {
        var json = new JsonObject();
        foreach (Fact fact in report.Facts)
        {
            if (fact.Key is { } key)
                json[key] = Node(fact.Value);
        }
        return json;
    }

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        JsonNode node => node,
        bool truth => truth,
        int number => number,
        long number => number,
        double number => JsonOutput.Number(number),
        string text => text,
        IEnumerable<string> names => JsonOutput.Names(names),
        _ => throw new InvalidOperationException($"A fact has a value of type {value.GetType()}, which has no place in JSON."),
    };
}

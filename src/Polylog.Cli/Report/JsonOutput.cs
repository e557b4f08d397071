using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>One JSON object for other programs.</summary>
internal static class JsonOutput
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        // Names in all alphabets stay readable; the output is no web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(TextWriter output, JsonObject value) => output.WriteLine(value.ToJsonString(s_options));

    public static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name)];

    /// <summary>JSON has no infinities and no NaN.</summary>
    public static JsonNode? Number(double value) => double.IsFinite(value) ? value : null;
}

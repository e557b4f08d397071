using System.Text.Json.Nodes;
using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>The layers of a model as one JSON object.</summary>
internal static class LayerListJson
{
    public static void Write(string model, IReadOnlyList<LayerInfo> layers, string? whyNone, TextWriter output) =>
        JsonOutput.Write(output, new JsonObject
        {
            ["model"] = model,
            ["layers"] = new JsonArray([.. layers.Select(layer => (JsonNode)Layer(layer))]),
            ["whyNone"] = whyNone,
        });

    private static JsonObject Layer(LayerInfo layer) => new()
    {
        ["name"] = layer.Name,
        ["operator"] = layer.Operator,
        ["units"] = layer.Units,
        ["inputs"] = layer.Inputs,
        ["outputs"] = layer.Outputs,
        ["activation"] = layer.Activation,
        ["pattern"] = layer.Pattern,
        ["parameters"] = layer.Parameters,
        ["readers"] = new JsonArray([.. layer.Readers.Select(name => (JsonNode)name)]),
        ["group"] = new JsonArray([.. layer.Group.Select(name => (JsonNode)name)]),
        ["reason"] = layer.Reason,
    };
}

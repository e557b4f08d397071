using Polylog.Networks;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Prints the layers of a model.</summary>
internal static class LayerList
{
    private static readonly string[] s_head = ["layer", "operator", "units", "inputs", "outputs", "numbers", "pattern", "activation"];

    public static void Write(IReadOnlyList<LayerInfo> layers, string? whyNone, IAnsiConsole console)
    {
        if (layers.Count == 0)
        {
            console.WriteLine($"no layers: {whyNone}");
            return;
        }
        string[][] lines = [s_head, .. layers.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, s_head.Length).Select(column => lines.Max(line => line[column].Length))];
        for (int i = 0; i < lines.Length; i++)
        {
            string reason = i == 0 ? "" : Remark(layers[i - 1]);
            IEnumerable<string> cells = lines[i].Select((cell, column) =>
                column is 2 or 3 or 4 or 5 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            console.Write(new Text((string.Join("  ", cells) + reason).TrimEnd()));
            console.WriteLine();
        }
    }

    private static string Remark(LayerInfo layer) => layer switch
    {
        { Reason: { } why } => $"  no: {why}",
        { IsHead: false } => $"  with {Format.Plain(layer.Group[0])}",
        { Readers.Count: > 1 } => $"  read by {string.Join(", ", layer.Readers.Select(Format.Plain))}",
        _ => "",
    };

    private static string[] Cells(LayerInfo layer)
    {
        bool isOwn = layer.IsExchangeable && layer.IsHead;
        return
        [
            Format.Plain(layer.Name), layer.Operator, Format.Whole(layer.Units), Format.Whole(layer.Inputs),
            isOwn ? Format.Whole(layer.Outputs) : "", isOwn ? Format.Whole(layer.Parameters) : "", isOwn ? layer.Pattern : "",
            isOwn ? layer.Activation : "",
        ];
    }
}

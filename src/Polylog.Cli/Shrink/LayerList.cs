using Polylog.Networks;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Prints the layers of a model.</summary>
internal static class LayerList
{
    // Columns of all layers, and those of layers that can be shrunk by their own name.
    private static readonly string[] s_head = ["layer", "operator", "units", "inputs"], s_ownHead = ["outputs", "numbers"];

    public static void Write(IReadOnlyList<LayerInfo> layers, string? whyNone, IAnsiConsole console)
    {
        if (layers.Count == 0)
        {
            console.WriteLine($"no layers: {whyNone}");
            return;
        }
        string[][] lines = [[.. s_head, .. s_ownHead], .. layers.Select(Cells)];
        int[] widths =
            [.. Enumerable.Range(0, lines[0].Length).Select(column => lines.Max(line => column < line.Length ? line[column].Length : 0))];
        for (int i = 0; i < lines.Length; i++)
        {
            IEnumerable<string> cells = lines[i].Select((cell, column) =>
                column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            string text = i == 0 ? "pattern: activation" : Remark(layers[i - 1]);
            WriteLine($"{string.Join("  ", cells)}  {text}".TrimEnd(), console);
            if (i > 0 && layers[i - 1] is { Readers.Count: > 1 } several && IsOwn(several))
                WriteLine($"    read by {string.Join(", ", several.Readers.Select(Format.Plain))}", console);
        }
    }

    private static void WriteLine(string line, IAnsiConsole console)
    {
        console.Write(new Text(line));
        console.WriteLine();
    }

    private static bool IsOwn(LayerInfo layer) => layer.IsExchangeable && layer.IsHead;

    // Text that is not padded: the longest reason would push all others far to the right.
    public static string Remark(LayerInfo layer)
    {
        if (layer.Reason is { } why)
            return $"no: {why}";
        if (!layer.IsHead)
            return $"with {Format.Plain(layer.Group[0])}";
        string activation = layer.Activation == "unknown" ? "unknown activation" : layer.Activation;
        return layer.Pattern.Length == 0 ? activation : $"{layer.Pattern}: {activation}";
    }

    private static string[] Cells(LayerInfo layer)
    {
        string[] all = [Format.Plain(layer.Name), layer.Operator, Format.Whole(layer.Units), Format.Whole(layer.Inputs)];
        return IsOwn(layer) ? [.. all, Format.Whole(layer.Outputs), Format.Whole(layer.Parameters)] : all;
    }
}

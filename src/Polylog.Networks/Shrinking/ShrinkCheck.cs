namespace Polylog.Networks;

/// <summary>Checks names and widths before any work: reading inputs and running the model can take long.</summary>
internal static class ShrinkCheck
{
    /// <summary>The layers to shrink: those named, or all that are sums over exchangeable units.</summary>
    /// <exception cref="ModelFileException">There are none, one is not there or named twice, or the width is above theirs.</exception>
    public static IReadOnlyList<LayerInfo> Layers(NetworkModel model, ShrinkOptions options, LayerActivation activation)
    {
        if (model is SafetensorsModel && options.Layers.Count == 0)
            throw NoPairs(model);
        LayerPattern Find(string name) => model is SafetensorsModel pairs ? pairs.FindLayer(name, activation) : model.FindLayer(name);
        LayerInfo[] layers = options.Layers.Count == 0
            ? [.. model.FindLayers().Where(layer => layer.IsExchangeable && layer.IsHead)]
            : [.. options.Layers.Select(name => Find(name).Info)];
        if (layers.Length == 0)
        {
            string reason = model.WhyNoLayers ?? $"{OptionNames.FindLayers} gives the reason for each";
            throw ModelErrors.At(model.Path, $"no layer of it is a sum over exchangeable units; {reason}");
        }
        if (layers.GroupBy(layer => layer.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw ModelErrors.At(model.Path, $"layer {ModelErrors.Quote(twice.Key)} is named twice; name it once");
        if (options.Width is { } width)
            CheckWidth(model.Path, layers, width, areNamed: options.Layers.Count > 0);
        return layers;
    }

    private static void CheckWidth(string path, LayerInfo[] layers, int width, bool areNamed)
    {
        LayerInfo widest = layers.MaxBy(layer => layer.Units)!;
        LayerInfo? narrow = areNamed ? layers.FirstOrDefault(layer => layer.Units < width) : widest.Units < width ? widest : null;
        if (narrow is null)
            return;
        string which = areNamed ? "layer" : "the widest layer";
        throw ModelErrors.At(
            path,
            $"the width is {width}, but {which} {ModelErrors.Quote(narrow.Name)} has {ModelErrors.Count(narrow.Units, "unit")}",
            $"give at most {narrow.Units}");
    }

    private static ModelFileException NoPairs(NetworkModel model)
    {
        string[] names = [.. model.FindLayers().Select(layer => layer.Name)];
        string such = names.Length == 0 ? $"but {model.WhyNoLayers}" : $"by shape these fit: {string.Join(", ", names.Take(8))}";
        return new ModelFileException(
            $"'{model.Path}' has no graph that says which layers follow each other; name pairs with {OptionNames.Layers}; {such}");
    }
}

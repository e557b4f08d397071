namespace Polylog.Networks;

/// <summary>Identifies a layer of a model, also after the model has changed.</summary>
/// <param name="Name">Its original name.</param>
/// <param name="Index">Its position among the model's layers; not used for files without a graph.</param>
/// <param name="Activation">For files without a graph, the function applied to its units.</param>
internal sealed record LayerKey(string Name, int Index, LayerActivation? Activation);

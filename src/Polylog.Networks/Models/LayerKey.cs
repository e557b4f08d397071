namespace Polylog.Networks;

/// <summary>A layer that is found again after its model has changed.</summary>
/// <param name="Name">Its name at first.</param>
/// <param name="Index">Its place among the model's layers; of no use for files without a graph.</param>
/// <param name="Activation">What is applied to its units, for files without a graph.</param>
internal sealed record LayerKey(string Name, int Index, LayerActivation? Activation);

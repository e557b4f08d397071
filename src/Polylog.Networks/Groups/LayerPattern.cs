namespace Polylog.Networks;

/// <summary>
/// A layer as it was found in a model: its sizes, its activation and the tensors that hold its weights, of which none is read yet.
/// </summary>
/// <param name="Info">Name and sizes.</param>
/// <param name="Activation">The function applied to each unit; null where the model does not say.</param>
/// <param name="Group">The units and their tensors.</param>
internal sealed record LayerPattern(LayerInfo Info, LayerActivation? Activation, UnitGroup Group);

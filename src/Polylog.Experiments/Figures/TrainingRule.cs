namespace Polylog.Experiments;

/// <summary>An optimiser, with PyTorch's defaults, and its learning rate.</summary>
/// <param name="Optimiser">sgd, adam, adamw, rmsprop, adamax or rprop.</param>
/// <param name="Rate">Learning rate at the beginning.</param>
public sealed record TrainingRule(string Optimiser, double Rate)
{
    /// <summary>The optimiser for a network.</summary>
    internal Optimiser For(INetwork network) => Optimiser switch
    {
        "sgd" => new Sgd(network.Parameters, Rate),
        "adam" => new Adam(network.Parameters, Rate),
        "adamw" => new AdamW(network.Parameters, Rate),
        "rmsprop" => new RmsProp(network.Parameters, Rate),
        "adamax" => new Adamax(network.Parameters, Rate),
        "rprop" => new Rprop(network.Parameters, Rate),
        _ => throw new InvalidOperationException($"No optimiser {Optimiser}."),
    };
}

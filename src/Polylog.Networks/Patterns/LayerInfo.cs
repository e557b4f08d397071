namespace Polylog.Networks;

/// <summary>A layer of a model as a list shows it: a sum over exchangeable units, or the reason why not.</summary>
/// <param name="Name">What to call it by: the name of its first node, or that of its weights.</param>
/// <param name="Operator">What makes the units: Gemm, MatMul, Conv or Linear.</param>
/// <param name="Units">Hidden units; of a convolution, channels.</param>
/// <param name="Inputs">Incoming weights of a unit, the bias not counted; of a convolution, the size of a filter.</param>
/// <param name="Outputs">Outputs of what takes the units, 0 where that is not known.</param>
/// <param name="Activation">What is applied to a unit, such as Relu; empty where that is not known.</param>
/// <param name="Reason">Why it is not a sum over exchangeable units; null when it is.</param>
public sealed record LayerInfo(string Name, string Operator, long Units, long Inputs, long Outputs, string Activation, string? Reason)
{
    /// <summary>Whether units can be dropped, merged and weighted.</summary>
    public bool IsExchangeable => Reason is null;

    /// <summary>Throws where it is not a sum over exchangeable units.</summary>
    internal void CheckExchangeable(string path)
    {
        if (Reason is not null)
            throw ModelErrors.At(path, $"layer {ModelErrors.Quote(Name)} is not a sum over exchangeable units: {Reason}; choose another layer");
    }
}

namespace Polylog.Networks;

/// <summary>Describes a layer of a model, and says why it cannot be shrunk if so.</summary>
/// <param name="Name">The name of its first node, or of its weights; for safetensors a pair such as <c>fc1:fc2</c>.</param>
/// <param name="Operator">The operator that makes the units: Gemm, MatMul, Conv or Linear.</param>
/// <param name="Units">Hidden units; for a convolution, channels.</param>
/// <param name="Inputs">Incoming weights of a unit, without the bias; for a convolution, the size of a filter.</param>
/// <param name="Outputs">Outputs of the operator that sums the units; 0 if there is none.</param>
/// <param name="Activation">The function applied to a unit, such as Relu; "unknown" for safetensors, empty if there is a reason.</param>
public sealed record LayerInfo(string Name, string Operator, long Units, long Inputs, long Outputs, string Activation)
{
    /// <summary>Why it is not a sum over exchangeable units; null if it is one.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether it is a sum over exchangeable units, so that it can be shrunk.</summary>
    public bool IsExchangeable => Reason is null;

    /// <summary>Throws where it is not a sum over exchangeable units.</summary>
    internal void CheckExchangeable(string path)
    {
        if (Reason is not null)
        {
            throw ModelErrors.At(
                path,
                $"layer {ModelErrors.Quote(Name)} is not a sum over exchangeable units: {Reason}",
                $"choose another layer");
        }
    }
}

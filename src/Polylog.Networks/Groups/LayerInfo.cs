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

    /// <summary>What the units are: "plain", or what they go through, such as "gated" or "residual channels"; empty if not known.</summary>
    public string Pattern { get; init; } = "";

    /// <summary>The nodes that read the units.</summary>
    public IReadOnlyList<string> Readers { get; init; } = [];

    /// <summary>Layers that make the same units, this one among them: they get fewer units together. Empty if it is alone.</summary>
    public IReadOnlyList<string> Group { get; init; } = [];

    /// <summary>Numbers in the model that belong to the units, of all layers of the group.</summary>
    public long Parameters { get; init; }

    /// <summary>Whether it is the first of its group, by whose name the group is shrunk.</summary>
    public bool IsHead => Group.Count == 0 || Group[0] == Name;

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

    /// <summary>Throws where it is shrunk by the name of another layer.</summary>
    internal void CheckHead(string path)
    {
        if (IsExchangeable && !IsHead)
        {
            string others = string.Join(", ", Group.Where(name => name != Name).Select(ModelErrors.Quote));
            throw ModelErrors.At(
                path,
                $"layer {ModelErrors.Quote(Name)} makes the same units as {others}",
                $"they get fewer units together, name {ModelErrors.Quote(Group[0])}");
        }
    }
}

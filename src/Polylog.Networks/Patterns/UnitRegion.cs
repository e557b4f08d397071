namespace Polylog.Networks;

/// <summary>Which dimension of a value counts the units.</summary>
internal enum UnitShape
{
    /// <summary>The last: the output of Gemm or MatMul.</summary>
    Last,

    /// <summary>The second, followed by places: the output of a convolution.</summary>
    Channels,

    /// <summary>The second, followed by a single place.</summary>
    Pooled,

    /// <summary>The second and last, which counts channels x places.</summary>
    Flat,
}

/// <summary>The nodes between the node that makes units and the node that sums them.</summary>
/// <param name="Fault">Why the units do not all go through one function into one sum; null if they do.</param>
/// <param name="End">The node that sums the units.</param>
/// <param name="Shape">The shape in which the units reach it.</param>
/// <param name="Activation">The function applied to each unit.</param>
/// <param name="Values">The values in between, and which dimension of each counts units.</param>
internal sealed record UnitRegion(
    string? Fault,
    OnnxNode? End,
    UnitShape Shape,
    LayerActivation? Activation,
    IReadOnlyDictionary<string, UnitShape> Values)
{
    /// <summary>Whether there is no pooling with padding in between.</summary>
    public bool ConstantsStayConstant { get; init; }

    /// <summary>Whether no such pooling is followed by a function.</summary>
    public bool ConstantsStayAlike { get; init; }

    public static UnitRegion Failed(string fault) => new(fault, null, default, null, new Dictionary<string, UnitShape>());
}

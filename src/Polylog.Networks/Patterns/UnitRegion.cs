namespace Polylog.Networks;

/// <summary>Which dimension of a value counts the units.</summary>
internal enum UnitShape
{
    /// <summary>The last: the output of Gemm or MatMul.</summary>
    Last,

    /// <summary>The second, places behind it: the output of a convolution.</summary>
    Channels,

    /// <summary>The second, with one place behind it.</summary>
    Pooled,

    /// <summary>The second and last: channel by channel, the places of each beside each other.</summary>
    Flat,
}

/// <summary>What lies between the maker of units and the one that sums them up.</summary>
/// <param name="Fault">Why there is no such thing; null when there is.</param>
/// <param name="End">The node that takes the units.</param>
/// <param name="Shape">How they come to it.</param>
/// <param name="Activation">What has been done to each.</param>
/// <param name="Values">The values in between and how each counts units, to bring declared shapes up to date.</param>
/// <param name="ConstantsStayConstant">Whether no pooling with padding is in between.</param>
/// <param name="ConstantsStayAlike">Whether none is before a function of what it gives.</param>
internal sealed record UnitRegion(
    string? Fault,
    OnnxNode? End,
    UnitShape Shape,
    LayerActivation? Activation,
    IReadOnlyDictionary<string, UnitShape> Values,
    bool ConstantsStayConstant,
    bool ConstantsStayAlike)
{
    public static UnitRegion Failed(string fault) => new(fault, null, default, null, new Dictionary<string, UnitShape>(), false, false);
}

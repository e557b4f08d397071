namespace Polylog.Networks;

/// <summary>How the units of a layer were chosen.</summary>
public enum ShrinkMethod
{
    /// <summary>All units that have an effect are kept.</summary>
    Exact,

    /// <summary>By their responses on the calibration inputs, with outgoing weights from least squares.</summary>
    Responses,

    /// <summary>By interpolation between the units' places.</summary>
    Places,

    /// <summary>By the moments of the units as points.</summary>
    Moments,
}

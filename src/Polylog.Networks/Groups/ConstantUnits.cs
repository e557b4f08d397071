namespace Polylog.Networks;

/// <summary>
/// What is known of units whose response does not depend on the input. Padding between the units and their sum breaks it.
/// </summary>
/// <param name="StayConstant">Whether such a unit adds the same number at every place of an output.</param>
/// <param name="StayAlike">Whether the responses of two such units differ by one factor, the same at all places.</param>
internal readonly record struct ConstantUnits(bool StayConstant, bool StayAlike);

namespace Polylog.Networks;

/// <summary>Where a unit's response sits among the others.</summary>
/// <param name="Chart">Units of different charts are never compared: their places mean different things.</param>
/// <param name="Scale">What the response is multiplied by, of any sign; 0 where the known functions are all of it.</param>
public readonly record struct UnitPlace(int Chart, double Scale);

namespace Polylog.Networks;

/// <summary>Chart and scale of a unit's response.</summary>
/// <param name="Chart">A number for the kind of place. Units of different charts are never interpolated from each other.</param>
/// <param name="Scale">The factor of the response, of any sign; 0 if the response consists of known functions only.</param>
public readonly record struct UnitPlace(int Chart, double Scale);

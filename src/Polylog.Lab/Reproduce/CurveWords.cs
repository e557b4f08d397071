namespace Polylog.Lab;

/// <summary>The names and the style of a series in tables and pictures of training.</summary>
/// <param name="Curve">The name in the rows.</param>
/// <param name="Heading">The name as a column heading.</param>
/// <param name="Text">The name in a legend.</param>
/// <param name="Style">The style in a picture.</param>
internal sealed record CurveWords(string Curve, string Heading, string Text, SeriesStyle Style);

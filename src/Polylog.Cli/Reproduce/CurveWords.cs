namespace Polylog.Cli;

/// <summary>A series of a figure about training: how tables and pictures name and show it.</summary>
/// <param name="Curve">Its name in the rows.</param>
/// <param name="Heading">Its name above a column.</param>
/// <param name="Text">Its name in a legend.</param>
/// <param name="Style">How it is drawn.</param>
internal sealed record CurveWords(string Curve, string Heading, string Text, SeriesStyle Style);

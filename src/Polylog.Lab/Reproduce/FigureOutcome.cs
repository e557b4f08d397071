using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>A figure that was computed and drawn.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Report">Its numbers.</param>
/// <param name="Sheet">Its picture.</param>
internal sealed record FigureOutcome(Figure Figure, Report Report, PictureSheet Sheet);

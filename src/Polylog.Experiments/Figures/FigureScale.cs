namespace Polylog.Experiments;

/// <summary>How much of a figure is worked out.</summary>
public enum FigureScale
{
    /// <summary>Seconds: enough to see that everything works, not to read anything from.</summary>
    Tiny,

    /// <summary>A minute or two: the figure's shape.</summary>
    Quick,

    /// <summary>The paper's sizes and trials.</summary>
    Full,
}

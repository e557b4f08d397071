namespace Polylog.Experiments;

/// <summary>The rows a model learned from.</summary>
public enum RowChoice
{
    /// <summary>All training rows.</summary>
    All,

    /// <summary>A coreset that keeps the sums of the loss.</summary>
    Coreset,

    /// <summary>The same rows and weights, with a smoothed target.</summary>
    Smooth,

    /// <summary>A coreset as in the paper: the target is a coordinate like the others.</summary>
    Paper,

    /// <summary>Rows drawn at random.</summary>
    Random,
}

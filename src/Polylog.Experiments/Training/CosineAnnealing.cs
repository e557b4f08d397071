namespace Polylog.Experiments;

/// <summary>
/// A learning rate that falls along half a cosine (Loshchilov and Hutter 2017), set before each epoch, as PyTorch's CosineAnnealingLR with
/// T_max epochs.
/// </summary>
/// <param name="Final">The rate at the end, at least 0.</param>
public sealed record CosineAnnealing(double Final = 0) : ISchedule
{
    /// <inheritdoc/>
    public double Rate(double initial, int epoch, int epochs) => Final + (initial - Final) * (1 + Math.Cos(Math.PI * epoch / epochs)) / 2;
}

namespace Polylog.Experiments;

/// <summary>The learning rate as a function of the epoch.</summary>
public interface ISchedule
{
    /// <summary>The rate of an epoch's steps.</summary>
    /// <param name="initial">The initial rate of the optimiser.</param>
    /// <param name="epoch">Epochs done, 0 in the first.</param>
    /// <param name="epochs">Epochs of the whole training.</param>
    double Rate(double initial, int epoch, int epochs);
}

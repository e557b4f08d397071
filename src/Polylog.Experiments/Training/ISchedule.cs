namespace Polylog.Experiments;

/// <summary>How the learning rate changes from epoch to epoch.</summary>
public interface ISchedule
{
    /// <summary>The rate of an epoch's steps.</summary>
    /// <param name="initial">The optimiser's rate at the beginning.</param>
    /// <param name="epoch">Epochs done, 0 in the first.</param>
    /// <param name="epochs">Epochs of the whole training.</param>
    double Rate(double initial, int epoch, int epochs);
}

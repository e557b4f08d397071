namespace Polylog.Experiments;

/// <summary>What training makes small: a weighted mean over samples.</summary>
public interface ITrainingLoss
{
    /// <summary>The loss sum_i q_i loss_i, and its derivatives in the outputs where they are wanted.</summary>
    /// <param name="outputs">IN, outputs of the network.</param>
    /// <param name="targets">IN, as many samples and columns as the outputs.</param>
    /// <param name="shares">IN, q_i, one a sample; they add up to 1 for a mean.</param>
    /// <param name="gradients">OUT, resized to the outputs' size; null where the loss alone is wanted.</param>
    double Evaluate(SampleColumns outputs, SampleColumns targets, ReadOnlySpan<float> shares, SampleColumns? gradients);
}

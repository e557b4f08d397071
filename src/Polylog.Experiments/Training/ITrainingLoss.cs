namespace Polylog.Experiments;

/// <summary>The loss that a training minimises: a weighted mean over samples.</summary>
public interface ITrainingLoss
{
    /// <summary>The loss sum_i q_i loss_i, and optionally its derivatives in the outputs.</summary>
    /// <param name="outputs">IN, outputs of the network.</param>
    /// <param name="targets">IN, as many samples and columns as the outputs.</param>
    /// <param name="shares">IN, q_i, one a sample; they add up to 1 for a mean.</param>
    /// <param name="gradients">OUT, resized to the size of the outputs; null if only the loss is wanted.</param>
    double Evaluate(SampleColumns outputs, SampleColumns targets, ReadOnlySpan<float> shares, SampleColumns? gradients);
}

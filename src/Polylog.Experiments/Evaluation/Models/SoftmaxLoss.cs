namespace Polylog.Experiments;

/// <summary>Cross entropy of classes: the targets are one column a class, 1 in the class.</summary>
internal sealed class SoftmaxLoss : ITrainingLoss
{
    public double Evaluate(SampleColumns outputs, SampleColumns targets, ReadOnlySpan<float> shares, SampleColumns? gradients)
    {
        gradients?.Resize(outputs.Count);
        double[] probabilities = new double[outputs.Columns];
        double loss = 0;
        for (int i = 0; i < outputs.Count; i++)
        {
            Probabilities(outputs, i, probabilities);
            for (int c = 0; c < probabilities.Length; c++)
            {
                float target = targets.Column(c)[i];
                loss -= shares[i] * target * Math.Log(Math.Max(probabilities[c], double.Epsilon));
                if (gradients is not null)
                    gradients.Column(c)[i] = shares[i] * (float)(probabilities[c] - target);
            }
        }
        return loss;
    }

    /// <summary>Probabilities of one sample's classes.</summary>
    public static void Probabilities(SampleColumns outputs, int sample, Span<double> probabilities)
    {
        double largest = double.NegativeInfinity, sum = 0;
        for (int c = 0; c < probabilities.Length; c++)
            largest = Math.Max(largest, outputs.Column(c)[sample]);
        for (int c = 0; c < probabilities.Length; c++)
            sum += probabilities[c] = Math.Exp(outputs.Column(c)[sample] - largest);
        for (int c = 0; c < probabilities.Length; c++)
            probabilities[c] /= sum;
    }
}

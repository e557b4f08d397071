namespace Polylog.Experiments;

/// <summary>loss_i = mean over the outputs of (output - target)^2, PyTorch's MSELoss.</summary>
public sealed class MeanSquaredError : ITrainingLoss
{
    /// <inheritdoc/>
    public double Evaluate(SampleColumns outputs, SampleColumns targets, ReadOnlySpan<float> shares, SampleColumns? gradients)
    {
        gradients?.Resize(outputs.Count);
        double loss = 0;
        float slope = 2f / outputs.Columns;
        for (int column = 0; column < outputs.Columns; column++)
        {
            ReadOnlySpan<float> f = outputs.Column(column), y = targets.Column(column)[..f.Length], q = shares[..f.Length];
            Span<float> g = gradients is null ? default : gradients.Column(column)[..f.Length];
            for (int i = 0; i < f.Length; i++)
            {
                float difference = f[i] - y[i];
                loss += q[i] * (double)difference * difference;
                if (!g.IsEmpty)
                    g[i] = slope * q[i] * difference;
            }
        }
        return loss / outputs.Columns;
    }
}

namespace Polylog.Experiments;

/// <summary>How good predictions of the test rows are; a row counts by its weight.</summary>
/// <param name="Error">Root mean square for numbers, mean log loss for classes.</param>
/// <param name="Accuracy">Share of the classes that are right; null for numbers.</param>
internal sealed record TestScore(double Error, double? Accuracy)
{
    // A probability of 0 for one class would make the mean infinite.
    private const double LeastProbability = 1e-6;

    public static TestScore Compute(double[] predictions, LearningRows test) =>
        test.Classes == 0 ? Number(predictions, test) : Class(predictions, test);

    private static TestScore Number(double[] predictions, LearningRows test)
    {
        double sum = 0;
        for (int i = 0; i < test.Count; i++)
            sum += test.Weights[i] * (predictions[i] - test.Targets[i]) * (predictions[i] - test.Targets[i]);
        return new TestScore(Math.Sqrt(sum / test.Weights.Sum()), null);
    }

    private static TestScore Class(double[] predictions, LearningRows test)
    {
        double loss = 0, right = 0, total = test.Weights.Sum();
        for (int i = 0; i < test.Count; i++)
        {
            ReadOnlySpan<double> own = predictions.AsSpan(i * test.Classes, test.Classes);
            int target = (int)test.Targets[i], best = 0;
            for (int c = 1; c < own.Length; c++)
                best = own[c] > own[best] ? c : best;
            loss -= test.Weights[i] * Math.Log(Math.Clamp(own[target], LeastProbability, 1));
            right += best == target ? test.Weights[i] : 0;
        }
        return new TestScore(loss / total, right / total);
    }
}

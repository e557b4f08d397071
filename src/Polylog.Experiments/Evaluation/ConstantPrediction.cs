namespace Polylog.Experiments;

/// <summary>The best prediction that looks at no feature: the mean of the training rows, or the shares of their classes.</summary>
internal static class ConstantPrediction
{
    public static double[] Predict(LearningRows training, LearningRows test)
    {
        double total = training.Weights.Sum();
        double[] one = new double[Math.Max(1, training.Classes)];
        for (int i = 0; i < training.Count; i++)
        {
            double share = training.Weights[i] / total;
            if (training.Classes == 0)
                one[0] += share * training.Targets[i];
            else
                one[(int)training.Targets[i]] += share;
        }
        return [.. Enumerable.Repeat(one, test.Count).SelectMany(values => values)];
    }
}

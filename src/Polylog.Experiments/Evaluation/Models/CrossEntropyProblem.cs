namespace Polylog.Experiments;

/// <summary>
/// The mean cross entropy of a linear model of classes, and its derivatives. Class 0 has no coefficients: only differences count.
/// </summary>
/// <param name="design">Terms of the rows, row-major.</param>
/// <param name="terms">Terms of a row, the first the constant.</param>
/// <param name="rows">Targets and weights.</param>
/// <param name="penalty">On half the squared coefficients but the constants'.</param>
internal sealed class CrossEntropyProblem(double[] design, int terms, LearningRows rows, double penalty)
{
    private readonly double _total = rows.Weights.Sum();

    /// <summary>Probabilities of the classes.</summary>
    public static void Probabilities(ReadOnlySpan<double> row, ReadOnlySpan<double> coefficients, Span<double> probabilities)
    {
        probabilities[0] = 0;
        for (int c = 1; c < probabilities.Length; c++)
        {
            ReadOnlySpan<double> own = coefficients.Slice((c - 1) * row.Length, row.Length);
            double score = 0;
            for (int k = 0; k < row.Length; k++)
                score += own[k] * row[k];
            probabilities[c] = score;
        }
        double largest = probabilities[0], sum = 0;
        foreach (double score in probabilities)
            largest = Math.Max(largest, score);
        for (int c = 0; c < probabilities.Length; c++)
            sum += probabilities[c] = Math.Exp(probabilities[c] - largest);
        for (int c = 0; c < probabilities.Length; c++)
            probabilities[c] /= sum;
    }

    /// <summary>The penalised loss; gradient and curvature where they are asked for.</summary>
    /// <param name="coefficients">IN, the coefficients.</param>
    /// <param name="gradient">OUT, as long as these; null for none.</param>
    /// <param name="curvature">OUT, the lower triangle, coefficients x coefficients, row-major; null for none.</param>
    public double Evaluate(double[] coefficients, double[]? gradient, double[]? curvature)
    {
        double[] probabilities = new double[rows.Classes];
        double loss = 0;
        if (gradient is not null)
            Array.Clear(gradient);
        if (curvature is not null)
            Array.Clear(curvature);
        for (int i = 0; i < rows.Count; i++)
        {
            ReadOnlySpan<double> row = design.AsSpan(i * terms, terms);
            Probabilities(row, coefficients, probabilities);
            int target = (int)rows.Targets[i];
            double weight = rows.Weights[i] / _total;
            loss -= weight * Math.Log(Math.Max(probabilities[target], double.Epsilon));
            if (gradient is null)
                continue;
            for (int c = 1; c < probabilities.Length; c++)
            {
                double slope = weight * (probabilities[c] - (c == target ? 1 : 0));
                for (int k = 0; k < terms; k++)
                    gradient[(c - 1) * terms + k] += slope * row[k];
                for (int e = 1; e <= c && curvature is not null; e++)
                {
                    double bend = weight * probabilities[c] * ((c == e ? 1 : 0) - probabilities[e]);
                    for (int k = 0; k < terms; k++)
                    {
                        for (int l = 0; l < terms; l++)
                            curvature[((c - 1) * terms + k) * coefficients.Length + (e - 1) * terms + l] += bend * row[k] * row[l];
                    }
                }
            }
        }
        for (int k = 0; k < coefficients.Length; k++)
        {
            // A little on the constants too: a class that is not there has no finite one.
            double own = k % terms == 0 ? penalty / 100 : penalty;
            loss += own / 2 * coefficients[k] * coefficients[k];
            if (gradient is not null)
                gradient[k] += own * coefficients[k];
            if (curvature is not null)
                curvature[k * (coefficients.Length + 1)] += own;
        }
        return loss;
    }
}

namespace Polylog.Tables;

/// <summary>Splits signed weights into magnitudes and labels, one label for each sign.</summary>
internal static class SignLabels
{
    public const string Negative = "negative";
    public const string Positive = "positive";

    /// <summary>Replaces weights by their magnitudes.</summary>
    /// <returns>The labels of the signs.</returns>
    public static LabelColumn Take(double[] weights, string name)
    {
        // A weight of 0 has no sign; it goes where there are others.
        int zero = weights.Any(weight => weight > 0) ? 1 : 0;
        int[] codes = Array.ConvertAll(weights, weight => weight > 0 ? 1 : weight < 0 ? 0 : zero);
        for (int i = 0; i < weights.Length; i++)
            weights[i] = Math.Abs(weights[i]);
        // Texts are those that occur.
        int least = codes.Min(), most = codes.Max();
        return new LabelColumn(
            $"sign of {name}",
            Array.ConvertAll(codes, code => code - least),
            [.. new[] { Negative, Positive }[least..(most + 1)]]);
    }
}

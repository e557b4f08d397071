namespace Polylog.Experiments;

/// <summary>A random split of rows into training and test rows.</summary>
/// <param name="Training">Rows to learn from.</param>
/// <param name="Test">Rows to judge on.</param>
internal sealed record TrainingSplit(LearningRows Training, LearningRows Test)
{
    public static TrainingSplit Draw(LearningRows rows, double testFraction, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        new SplitMix64(seed).Shuffle(order.AsSpan());
        int test = Math.Clamp((int)Math.Round(testFraction * rows.Count), 1, rows.Count - 1);
        return new TrainingSplit(rows.Subset(order.AsSpan(test)), rows.Subset(order.AsSpan(0, test)));
    }
}

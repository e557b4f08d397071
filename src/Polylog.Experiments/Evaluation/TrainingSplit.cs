namespace Polylog.Experiments;

/// <summary>Rows in a random order, split into training rows and test rows.</summary>
/// <param name="Training">The training rows.</param>
/// <param name="Test">The test rows.</param>
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

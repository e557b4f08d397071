namespace Polylog.Experiments;

/// <summary>Rows in a random order, split into training rows and test rows.</summary>
/// <param name="Training">Places of the training rows.</param>
/// <param name="Test">Places of the test rows.</param>
internal sealed record TrainingSplit(int[] Training, int[] Test)
{
    public static TrainingSplit Draw(int count, double testFraction, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new SplitMix64(seed).Shuffle(order.AsSpan());
        int test = Math.Clamp((int)Math.Round(testFraction * count), 1, count - 1);
        return new TrainingSplit(order[test..], order[..test]);
    }
}

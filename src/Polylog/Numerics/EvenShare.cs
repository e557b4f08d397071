namespace Polylog;

/// <summary>Shares a whole number out evenly: the parts differ by at most 1 and add up to it.</summary>
internal static class EvenShare
{
    /// <summary>Sum of the parts before one.</summary>
    /// <param name="amount">What is shared out.</param>
    /// <param name="part">Number of the part, from 0; with <paramref name="parts"/>, the whole.</param>
    /// <param name="parts">How many parts there are.</param>
    public static int Start(int amount, int part, int parts) => (int)((long)amount * part / parts);

    /// <summary>One part.</summary>
    /// <param name="amount">What is shared out.</param>
    /// <param name="part">Number of the part, from 0.</param>
    /// <param name="parts">How many parts there are.</param>
    public static int Part(int amount, int part, int parts) =>
        Start(amount, part + 1, parts) - Start(amount, part, parts);
}

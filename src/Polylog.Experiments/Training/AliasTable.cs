namespace Polylog.Experiments;

/// <summary>
/// Draws indices with given probabilities in constant time: every index has a box of equal probability, and the part it does not need
/// belongs to one other index (Walker 1977; Vose, A linear algorithm for generating random numbers with a given distribution, 1991).
/// </summary>
internal sealed class AliasTable
{
    private readonly double[] _own;
    private readonly int[] _other;

    /// <summary>Fills the boxes: O(n).</summary>
    /// <param name="weights">At least 0, their sum finite and above 0.</param>
    public AliasTable(ReadOnlySpan<double> weights)
    {
        int count = weights.Length;
        double total = 0;
        foreach (double weight in weights)
            total += weight;
        _own = new double[count];
        _other = new int[count];
        // Two stacks in one array: indices that need less than their box, and indices that need more.
        int[] stacks = new int[count];
        int less = 0, more = count;
        for (int i = 0; i < count; i++)
        {
            _own[i] = weights[i] / total * count;
            _other[i] = i;
            stacks[_own[i] < 1 ? less++ : --more] = i;
        }
        double[] left = [.. _own];
        while (less > 0 && more < count)
        {
            int small = stacks[--less], large = stacks[more];
            _own[small] = left[small];
            _other[small] = large;
            left[large] -= 1 - left[small];
            if (left[large] >= 1)
                continue;
            more++;
            stacks[less++] = large;
        }
        // The remaining boxes are whole up to rounding. An index of weight 0 must still never be drawn.
        int heaviest = 0;
        for (int i = 1; i < count; i++)
            heaviest = weights[i] > weights[heaviest] ? i : heaviest;
        for (int place = 0; place < count; place++)
        {
            if (place >= less && place < more)
                continue;
            int index = stacks[place];
            (_own[index], _other[index]) = weights[index] > 0 ? (1, index) : (0, heaviest);
        }
    }

    /// <summary>Draws an index.</summary>
    public int Draw(ref SplitMix64 random)
    {
        int box = random.Below(_own.Length);
        return random.Unit() < _own[box] ? box : _other[box];
    }
}

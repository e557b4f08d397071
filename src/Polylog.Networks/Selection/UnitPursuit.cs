using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>
/// One choice of units for several pursuits: where units are read in different places, the unit is taken next whose gain over all of them
/// is largest. The targets of each should be scaled by their size.
/// </summary>
/// <param name="pursuits">One for each place at which responses are read.</param>
/// <param name="units">Units to choose from.</param>
internal sealed class UnitPursuit(IReadOnlyList<ResponsePursuit> pursuits, int units)
{
    private readonly List<double> _explained = [];

    /// <summary>After each unit taken, the squares of all targets that are explained.</summary>
    public IReadOnlyList<double> Explained => _explained;

    /// <summary>Takes units, at most <paramref name="size"/>, until all others depend on those taken.</summary>
    /// <returns>The units in the order they were taken.</returns>
    public int[] Choose(int size, CancellationToken cancellation)
    {
        var taken = new List<int>();
        double[] gains = new double[units], own = new double[units];
        var left = new bool[units];
        Array.Fill(left, true);
        while (taken.Count < size)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(gains);
            foreach (ResponsePursuit pursuit in pursuits)
            {
                pursuit.Gains(own);
                TensorPrimitives.Add(gains, own, gains);
            }
            int best = -1;
            for (int unit = 0; unit < units; unit++)
            {
                if (left[unit] && gains[unit] > (best < 0 ? 0 : gains[best]))
                    best = unit;
            }
            if (best < 0)
                break;
            left[best] = false;
            taken.Add(best);
            foreach (ResponsePursuit pursuit in pursuits)
                pursuit.TakeUnit(best);
            _explained.Add(pursuits.Sum(pursuit => pursuit.Explained));
        }
        return [.. taken];
    }
}

namespace Polylog;

/// <summary>
/// One step of the simplex method: along the null vector of a free point, to the first basic weight that reaches zero; the two points then
/// change places.
/// </summary>
/// <remarks>A null vector v stands for the change of weights that is +1 at its free point and -v[b] at basic point b.</remarks>
internal static class SimplexStep
{
    /// <summary>Reciprocals of the basic weights, zero in the padding: weight over entry becomes a product.</summary>
    /// <param name="basicWeights">IN, the basic weights.</param>
    /// <param name="rank">How many they are.</param>
    /// <param name="floor">Smaller weights are raised to it: a weight that is only rounding error must not block a step.</param>
    /// <param name="reciprocals">OUT, as long as a padded null vector.</param>
    public static void SetReciprocals(ReadOnlySpan<double> basicWeights, int rank, double floor, Span<double> reciprocals)
    {
        for (int b = 0; b < rank; b++)
            reciprocals[b] = 1 / Math.Max(basicWeights[b], floor);
        reciprocals[rank..].Clear();
    }

    /// <summary>The basic point whose weight reaches zero first.</summary>
    /// <param name="vector">IN, the null vector.</param>
    /// <param name="reciprocals">IN, of the basic weights.</param>
    /// <param name="rank">Number of basic points.</param>
    /// <param name="up">Whether the free point gains weight.</param>
    /// <exception cref="InvalidOperationException">No basic point loses weight: an internal error.</exception>
    public static int Blocking(ReadOnlySpan<double> vector, ReadOnlySpan<double> reciprocals, int rank, bool up)
    {
        (double largest, double smallest) = Kernels.ProductRange(vector, reciprocals);
        double rate = up ? largest : smallest;
        for (int b = 0; b < rank; b++)
        {
            if (vector[b] * reciprocals[b] == rate)
                return b;
        }
        throw new InvalidOperationException(
            $"No basic point blocks the step: rank {rank}, rate {rate}. This is an internal error; please report it.");
    }

    /// <summary>Changes the basic weights by a step of the free point's weight. What rounding makes negative is zero.</summary>
    /// <param name="basicWeights">IN/OUT, the basic weights.</param>
    /// <param name="rank">How many they are.</param>
    /// <param name="amount">Change of the free point's weight.</param>
    /// <param name="vector">IN, its null vector.</param>
    public static void Move(Span<double> basicWeights, int rank, double amount, ReadOnlySpan<double> vector)
    {
        Kernels.SubtractScaled(basicWeights, amount, vector);
        for (int b = 0; b < rank; b++)
            basicWeights[b] = Math.Max(0, basicWeights[b]);
    }

    /// <summary>Rewrites another null vector after a free point has taken the place of a basic one: a rank-1 update.</summary>
    /// <param name="vector">IN/OUT, the null vector.</param>
    /// <param name="entering">IN, the null vector of the point that enters the basis.</param>
    /// <param name="leaving">Place of the point that leaves it.</param>
    /// <param name="reciprocal">1 / entering[leaving].</param>
    /// <returns>How many times the entering vector was taken away.</returns>
    public static double Exchange(Span<double> vector, ReadOnlySpan<double> entering, int leaving, double reciprocal)
    {
        double factor = vector[leaving] * reciprocal;
        Kernels.SubtractScaled(vector, factor, entering);
        vector[leaving] = factor;
        return factor;
    }
}

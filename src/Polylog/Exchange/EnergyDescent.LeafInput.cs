namespace Polylog;

/// <content>What is known of a leaf.</content>
internal sealed partial class EnergyDescent
{
    /// <summary>A leaf to exchange points in.</summary>
    /// <param name="Rows">Its rows.</param>
    /// <param name="Matched">What their columns are.</param>
    /// <param name="Functions">How many functions are matched.</param>
    /// <param name="Sample">Points in canonical order: at most <see cref="MaxSample"/>.</param>
    /// <param name="Weights">Weights of all points.</param>
    public readonly ref struct LeafInput(
        ReadOnlySpan<double> Rows, MatchedColumns Matched, int Functions, ReadOnlySpan<int> Sample, ReadOnlySpan<double> Weights)
    {
        public ReadOnlySpan<double> Rows { get; } = Rows;

        public MatchedColumns Matched { get; } = Matched;

        public int Functions { get; } = Functions;

        public ReadOnlySpan<int> Sample { get; } = Sample;

        public ReadOnlySpan<double> Weights { get; } = Weights;
    }
}

namespace Polylog.Networks;

/// <summary>Observes the responses of a layer's units when its model runs.</summary>
internal interface IUnitResponses
{
    /// <summary>
    /// Responses in the present state, and the wanted ones, batch by batch; each batch has one pair for each reading. Both are the same
    /// array where the states are the same.
    /// </summary>
    /// <param name="layer">The layer, as the present state has it.</param>
    /// <param name="readings">What to read.</param>
    /// <param name="heldOut">Whether on the inputs held out rather than those to choose on.</param>
    /// <param name="cancellation">Ends the work early.</param>
    IEnumerable<IReadOnlyList<(double[] Given, double[] Wanted)>> Responses(
        HiddenLayer layer, IReadOnlyList<Reading> readings, bool heldOut, CancellationToken cancellation);
}

/// <summary>What is read of a value that holds the responses of units.</summary>
/// <param name="Place">The value; null for a file without a graph, which has one.</param>
/// <param name="Samples">How many samples are enough, of all inputs together.</param>
internal sealed record Reading(ResponsePlace? Place, long Samples)
{
    /// <summary>
    /// Whether a sample is all that a reader sums to one output: the places of a filter, or of a channel that is read as a whole. Then a
    /// sample has units x places numbers, else units x columns.
    /// </summary>
    public bool IsPatch { get; init; }

    /// <summary>The filter of a patch; null for whole channels.</summary>
    public Filter? Filter { get; init; }
}

namespace Polylog.Networks;

/// <summary>Observes the responses of a layer's units when its model runs.</summary>
internal interface IUnitResponses
{
    /// <summary>
    /// Responses at one place in the present state, and the wanted ones: samples x (units x columns), batch by batch. Both are the same
    /// array where the states are the same.
    /// </summary>
    /// <param name="layer">The layer, as the present state has it.</param>
    /// <param name="places">The values that hold the responses; each batch has one pair for each.</param>
    /// <param name="heldOut">Whether on the inputs held out rather than those to choose on.</param>
    /// <param name="cancellation">Ends the work early.</param>
    IEnumerable<IReadOnlyList<(double[] Given, double[] Wanted)>> Responses(
        HiddenLayer layer, IReadOnlyList<ResponsePlace?> places, bool heldOut, CancellationToken cancellation);

    /// <summary>
    /// The responses that a reader sums to one output: those of some units now, samples x (kept x places), and those of all units as they
    /// are wanted, samples x (units x places). Places are those of a filter or of a channel that is read as a whole.
    /// </summary>
    /// <param name="layer">The layer, as the present state has it.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="kept">The units.</param>
    /// <param name="samples">How many samples are enough.</param>
    /// <param name="cancellation">Ends the work early.</param>
    IEnumerable<(double[] Given, double[] Wanted)> Patches(
        HiddenLayer layer, UnitReader reader, int[] kept, int samples, CancellationToken cancellation);
}

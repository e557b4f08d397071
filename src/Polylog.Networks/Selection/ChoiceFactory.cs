namespace Polylog.Networks;

/// <summary>Makes what chooses the units of a layer, so that other ways to choose can be measured in the same place.</summary>
/// <param name="layer">The layer.</param>
/// <param name="responses">Observes responses.</param>
/// <param name="sampled">Called with the number of samples taken in so far.</param>
/// <param name="cancellation">Ends the work early.</param>
internal delegate UnitChoice ChoiceFactory(
    HiddenLayer layer, IUnitResponses responses, Action<long> sampled, CancellationToken cancellation);

namespace Polylog.Networks;

/// <summary>The responses of a layer's units at all its readers, taken in once, and the outgoing weights that fit them.</summary>
internal sealed class LayerFit
{
    private readonly HiddenLayer _layer;
    private readonly ReadingPlace[] _places;
    private readonly PatchFit[] _patches;

    /// <summary>Begins with no samples.</summary>
    public LayerFit(HiddenLayer layer)
    {
        _layer = layer;
        _places = ReadingPlace.Of(layer);
        _patches = [.. Enumerable.Range(0, layer.Readers.Count).Where(reader => PatchFit.Fits(layer.Readers[reader], layer.Units))
            .Select(reader => new PatchFit(layer, reader))];
    }

    /// <summary>The values at which responses are read.</summary>
    public IReadOnlyList<ReadingPlace> Places => _places;

    /// <summary>Samples taken in.</summary>
    public long Samples => _places[0].Samples;

    /// <summary>Whether the layer has one reader: then its outputs need no scale.</summary>
    public bool IsAlone => _layer.Readers.Count == 1;

    /// <summary>What is read; the first is the first of the places.</summary>
    public Reading[] Readings
    {
        get
        {
            long samples = Math.Max(CalibrationData.MostInputs, 4L * _layer.Units);
            return [.. _places.Select(place => new Reading(place.Place, samples)), .. _patches.Select(patch => patch.Reading)];
        }
    }

    /// <summary>Takes in the responses.</summary>
    /// <param name="responses">Observes responses.</param>
    /// <param name="sampled">Called with the number of samples taken in so far.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ModelFileException">A response is not finite.</exception>
    public void Observe(IUnitResponses responses, Action<long> sampled, CancellationToken cancellation)
    {
        foreach (IReadOnlyList<(double[] Given, double[] Wanted)> batch in responses.Responses(_layer, Readings, false, cancellation))
        {
            for (int i = 0; i < _places.Length; i++)
                Add(_places[i], batch[i], cancellation);
            for (int i = 0; i < _patches.Length; i++)
                _patches[i].Add(batch[_places.Length + i].Given, batch[_places.Length + i].Wanted, cancellation);
            sampled(Samples);
        }
    }

    /// <summary>New weights for all readers.</summary>
    /// <param name="kept">The units, ascending.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public ReaderChange[] Fit(int[] kept, CancellationToken cancellation)
    {
        var changes = new ReaderChange[_layer.Readers.Count];
        foreach (ReadingPlace place in _places)
        {
            foreach (int reader in place.Readers)
                changes[reader] = place.Fit(reader, kept, cancellation);
        }
        foreach (PatchFit patch in _patches)
            changes[patch.Reader] = patch.Improve(kept, changes[patch.Reader], cancellation);
        return changes;
    }

    private void Add(ReadingPlace place, (double[] Given, double[] Wanted) batch, CancellationToken cancellation)
    {
        try
        {
            place.Add(batch.Given, batch.Wanted, cancellation);
        }
        catch (ArgumentException)
        {
            throw new ModelFileException(
                $"layer {ModelErrors.Quote(_layer.Info.Name)} has a response that is not a finite number on the inputs given; "
                + "check the inputs and the model");
        }
    }
}

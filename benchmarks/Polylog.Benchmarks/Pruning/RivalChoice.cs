using Polylog.Networks;

namespace Polylog.Benchmarks;

/// <summary>Units chosen by another rule, with outgoing weights as they were or fitted as the library does it.</summary>
internal sealed class RivalChoice(HiddenLayer layer, IUnitResponses responses, KeepRule rule, bool isFitted) : UnitChoice
{
    private ReadingPlace[] _places = [];

    public override int Least => 1;

    public override long Samples => _places.Length == 0 ? 0 : _places[0].Samples;

    /// <summary>Takes in the responses, the same as the library does.</summary>
    public void Observe(Action<long> sampled, CancellationToken cancellation)
    {
        _places = ReadingPlace.Of(layer);
        ResponsePlace?[] values = [.. _places.Select(place => place.Place)];
        foreach (IReadOnlyList<(double[] Given, double[] Wanted)> batch in responses.Responses(layer, values, false, cancellation))
        {
            for (int i = 0; i < _places.Length; i++)
                _places[i].Add(batch[i].Given, batch[i].Wanted, cancellation);
            sampled(Samples);
        }
    }

    public override ChosenUnits Choose(int size, CancellationToken cancellation)
    {
        int[] kept = rule(layer, _places, size, cancellation);
        var changes = new ReaderChange[layer.Readers.Count];
        for (int reader = 0; reader < changes.Length; reader++)
        {
            ReadingPlace? place = isFitted ? _places.First(place => place.Readers.Contains(reader)) : null;
            changes[reader] = place is null
                ? new ReaderChange(Sent(reader, kept), [])
                : PatchFit.Improve(layer, reader, kept, place.Fit(reader, kept, cancellation), responses, cancellation);
        }
        return new ChosenUnits(kept, changes, ShrinkMethod.Responses);
    }

    private double[] Sent(int reader, int[] kept)
    {
        ReadOnlyMemory<double> outgoing = layer.Outgoing(reader);
        int width = outgoing.Length / layer.Units;
        return [.. kept.SelectMany(unit => outgoing.Slice(unit * width, width).ToArray())];
    }
}

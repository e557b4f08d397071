using Polylog.Networks;

namespace Polylog.Benchmarks;

/// <summary>Units chosen by another rule, with outgoing weights as they were or fitted as the library does it.</summary>
internal sealed class RivalChoice(HiddenLayer layer, IUnitResponses responses, KeepRule rule, bool isFitted) : UnitChoice
{
    private readonly LayerFit _fit = new(layer);

    public override int Least => 1;

    public override long Samples => _fit.Samples;

    /// <summary>Takes in the responses, the same as the library does.</summary>
    public void Observe(Action<long> sampled, CancellationToken cancellation) => _fit.Observe(responses, sampled, cancellation);

    public override ChosenUnits Choose(int size, CancellationToken cancellation)
    {
        int[] kept = rule(layer, [.. _fit.Places], size, cancellation);
        ReaderChange[] changes = isFitted
            ? _fit.Fit(kept, cancellation)
            : [.. Enumerable.Range(0, layer.Readers.Count).Select(reader => new ReaderChange(Sent(reader, kept), []))];
        return new ChosenUnits(kept, changes, ShrinkMethod.Responses);
    }

    private double[] Sent(int reader, int[] kept)
    {
        ReadOnlyMemory<double> outgoing = layer.Outgoing(reader);
        int width = outgoing.Length / layer.Units;
        return [.. kept.SelectMany(unit => outgoing.Slice(unit * width, width).ToArray())];
    }
}

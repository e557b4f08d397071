namespace Polylog.Experiments;

/// <summary>The passes of a two-layer network for a given activation.</summary>
internal interface ITwoLayerPasses
{
    /// <summary>Writes the outputs.</summary>
    void Forward(TwoLayerNetwork network, SampleColumns inputs, SampleColumns outputs);

    /// <summary>Writes the gradients of hidden weights and biases, and of output weights without masses.</summary>
    void Backward(TwoLayerNetwork network, SampleColumns inputs, SampleColumns outputGradients);
}

/// <summary>Splits a pass among threads: by groups of samples in the forward pass, by blocks of units in the backward pass.</summary>
internal sealed class TwoLayerPasses<TActivation> : ITwoLayerPasses
    where TActivation : struct, IActivationKernel
{
    private readonly Workers _workers;
    private readonly Action<int> _forward;
    private readonly Action<int> _backward;

    // The arguments of the current pass, in fields so that a pass allocates nothing.
    private TwoLayerNetwork? _network;
    private SampleColumns? _inputs;
    private SampleColumns? _outputs;

    public TwoLayerPasses(Workers workers)
    {
        _workers = workers;
        _forward = group => TwoLayerForward.OfGroup<TActivation>(_network!.View, _inputs!, _outputs!, group);
        _backward = block =>
        {
            (ParameterBlock hidden, ParameterBlock hiddenBias, ParameterBlock output) = _network!.UnitBlocks;
            TwoLayerBackward.OfBlock<TActivation>(
                _network.View, _inputs!, _outputs!, block, hidden.Gradients, hiddenBias.Gradients, output.Gradients);
        };
    }

    public void Forward(TwoLayerNetwork network, SampleColumns inputs, SampleColumns outputs) =>
        Run(network, inputs, outputs, Parts(inputs.Count, SampleColumns.Group), _forward);

    public void Backward(TwoLayerNetwork network, SampleColumns inputs, SampleColumns outputGradients) =>
        Run(network, inputs, outputGradients, Parts(network.Width, TwoLayerView.UnitBlock), _backward);

    private void Run(TwoLayerNetwork network, SampleColumns inputs, SampleColumns outputs, int parts, Action<int> part)
    {
        (_network, _inputs, _outputs) = (network, inputs, outputs);
        _workers.Run(parts, (long)inputs.Count * network.Width * network.UnitSize, part);
    }

    private static int Parts(int count, int size) => (count + size - 1) / size;
}

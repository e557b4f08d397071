namespace Polylog.Experiments;

/// <summary>
/// A model that can be trained: parameter blocks, a forward pass, and a backward pass that writes gradients. Optimisers, losses and the
/// <see cref="Trainer"/> need nothing else of a model.
/// </summary>
public interface INetwork
{
    /// <summary>Inputs of a sample.</summary>
    int InputCount { get; }

    /// <summary>Outputs of a sample.</summary>
    int OutputCount { get; }

    /// <summary>The parameters.</summary>
    IReadOnlyList<ParameterBlock> Parameters { get; }

    /// <summary>Computes the outputs of all samples.</summary>
    /// <param name="inputs">IN, <see cref="InputCount"/> columns.</param>
    /// <param name="outputs">OUT, <see cref="OutputCount"/> columns; resized to the number of samples.</param>
    void Forward(SampleColumns inputs, SampleColumns outputs);

    /// <summary>Overwrites the gradients of every block. Call it after <see cref="Forward"/> of the same inputs.</summary>
    /// <param name="inputs">IN, the inputs of the forward pass.</param>
    /// <param name="outputGradients">IN, derivative of the loss in each output of each sample.</param>
    void Backward(SampleColumns inputs, SampleColumns outputGradients);
}

namespace Polylog.Experiments;

/// <summary>
/// A model that can be trained: parameter blocks, a forward pass, and a backward pass that writes the blocks' gradients. What optimisers, losses and the
/// <see cref="Trainer"/> need to know of a model, and no more.
/// </summary>
public interface INetwork
{
    /// <summary>Numbers of a sample that go in.</summary>
    int InputCount { get; }

    /// <summary>Numbers of a sample that come out.</summary>
    int OutputCount { get; }

    /// <summary>The parameters.</summary>
    IReadOnlyList<ParameterBlock> Parameters { get; }

    /// <summary>Works out all samples' outputs.</summary>
    /// <param name="inputs">IN, <see cref="InputCount"/> columns.</param>
    /// <param name="outputs">OUT, <see cref="OutputCount"/> columns; resized to the number of samples.</param>
    void Forward(SampleColumns inputs, SampleColumns outputs);

    /// <summary>Writes the gradient of the loss into every block, over what was there. Follows <see cref="Forward"/> of the same inputs.</summary>
    /// <param name="inputs">IN, the inputs of the forward pass.</param>
    /// <param name="outputGradients">IN, derivative of the loss in each output of each sample.</param>
    void Backward(SampleColumns inputs, SampleColumns outputGradients);
}

namespace Polylog.Networks;

/// <summary>The inputs of runs: those to choose units on, and those held out to measure errors on. They can be the same.</summary>
/// <param name="Fit">Inputs to choose units on, batch by batch.</param>
/// <param name="HeldOut">Inputs to measure errors on.</param>
/// <param name="FitCount">Examples to choose units on.</param>
/// <param name="HeldOutCount">Examples to measure errors on.</param>
internal sealed record InputBatches(
    List<IReadOnlyList<ModelInput>> Fit, List<IReadOnlyList<ModelInput>> HeldOut, int FitCount, int HeldOutCount)
{
    /// <summary>A batch to measure the latency on, of the size the model is used with.</summary>
    public required TimedBatch Timed { get; init; }

    /// <summary>Holds out a fifth of some batches of equal size; of a single batch both are the same.</summary>
    public static InputBatches Parted(List<IReadOnlyList<ModelInput>> batches, int examples)
    {
        int held = batches.Count == 1 ? 0 : Math.Max(1, batches.Count / 5), fit = batches.Count - held;
        List<IReadOnlyList<ModelInput>> heldOut = held == 0 ? batches : batches[fit..];
        return new InputBatches(held == 0 ? batches : batches[..fit], heldOut, fit * examples, heldOut.Count * examples)
        {
            Timed = new(heldOut[0], examples),
        };
    }
}

/// <summary>A batch to measure the latency on.</summary>
/// <param name="Inputs">The inputs of a run.</param>
/// <param name="Count">Examples in it.</param>
internal sealed record TimedBatch(IReadOnlyList<ModelInput> Inputs, int Count);

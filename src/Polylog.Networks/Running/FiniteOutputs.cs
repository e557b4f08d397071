namespace Polylog.Networks;

/// <summary>Says where outputs are not finite: nothing can be measured against them.</summary>
internal static class FiniteOutputs
{
    /// <exception cref="ModelFileException">An output has an infinite value or NaN.</exception>
    public static void Check(string path, IEnumerable<ModelOutput> outputs)
    {
        foreach (ModelOutput output in outputs)
        {
            ReadOnlySpan<double> values = output.Values.Span;
            for (int i = 0; i < values.Length; i++)
            {
                if (!double.IsFinite(values[i]))
                {
                    throw ModelErrors.At(path, $"its output {ModelErrors.Quote(output.Name)} has {values[i]} at {TensorShape.Index([.. output.Shape.Select(dim => (long)dim)], i)} on the inputs given; outputs must be finite to be compared, check the model and the inputs");
                }
            }
        }
    }
}

namespace Polylog.Networks;

/// <summary>Checks that outputs are finite: errors cannot be measured against other outputs.</summary>
internal static class FiniteOutputs
{
    /// <exception cref="ModelFileException">An output has an infinite value or NaN.</exception>
    public static void Check(string path, IEnumerable<ModelOutput> outputs)
    {
        foreach (ModelOutput output in outputs)
        {
            string name = ModelErrors.Quote(output.Name);
            ReadOnlySpan<double> values = output.Values.Span;
            for (int i = 0; i < values.Length; i++)
            {
                if (!double.IsFinite(values[i]))
                {
                    throw ModelErrors.At(
                        path,
                        $"its output {name} has {values[i]} at {TensorShape.Index(output.Shape, i)} on the inputs given",
                        $"outputs must be finite to be compared, check the model and the inputs");
                }
            }
        }
    }
}

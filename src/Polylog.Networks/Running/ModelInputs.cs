namespace Polylog.Networks;

/// <summary>Makes batches of inputs for a model, from calibration data or from random numbers.</summary>
internal sealed class ModelInputs(ModelRunner runner, string path, CancellationToken cancellation)
{
    private const ulong Seed = 71;

    /// <summary>
    /// Inputs to choose units on, and inputs held out to measure errors on: a fifth, rounded to whole batches where the model has a fixed
    /// batch size. Of a single batch both are the same.
    /// </summary>
    /// <param name="data">The inputs; null for random ones.</param>
    /// <param name="size">The size of a batch, where the model leaves it open.</param>
    /// <param name="units">Units of the widest layer.</param>
    /// <exception cref="ModelFileException">The inputs do not fit the model, or random ones cannot be made for it.</exception>
    public (List<IReadOnlyList<ModelInput>> Fit, List<IReadOnlyList<ModelInput>> HeldOut) Batches(
        CalibrationData? data, int size, long units)
    {
        return data is null ? Parted(Random(size, units)) : Given(data, size);
    }

    private static (List<IReadOnlyList<ModelInput>> Fit, List<IReadOnlyList<ModelInput>> HeldOut) Parted(
        List<IReadOnlyList<ModelInput>> batches)
    {
        int held = batches.Count == 1 ? 0 : Math.Max(1, batches.Count / 5);
        return held == 0 ? (batches, batches) : (batches[..^held], batches[^held..]);
    }

    private List<IReadOnlyList<ModelInput>> Random(int size, long units)
    {
        IReadOnlyList<ModelInput> one = runner.RandomInputs(1, Seed);
        CheckRuns(one);
        long numbers = one.Sum(input => (long)input.Values.Length);
        int fixedCount = runner.Inputs.Select(input => input.Dims.Count > 0 && input.Dims[0] > 0 ? input.Dims[0] : 0).Max();
        int batch = fixedCount > 0 ? fixedCount : (int)Math.Clamp(CalibrationData.MostNumbers / 64 / Math.Max(1, numbers), 1, size);
        // A fifth of the batches is held out.
        const int Fewest = 5120;
        long wanted = Math.Min(Math.Max(Fewest, 5 * units), Math.Max(1, CalibrationData.MostNumbers / Math.Max(1, numbers)));
        int count = (int)Math.Clamp(wanted / batch, 2, CalibrationData.MostInputs);
        return [.. Enumerable.Range(0, count).Select(Draw)];

        IReadOnlyList<ModelInput> Draw(int i)
        {
            cancellation.ThrowIfCancellationRequested();
            return runner.RandomInputs(batch, Seed + (ulong)i);
        }
    }

    // Open sizes, other than the number of inputs, are taken as 1. A run shows whether the model accepts that.
    private void CheckRuns(IReadOnlyList<ModelInput> inputs)
    {
        if (!runner.Inputs.Any(input => input.Dims.Count == 0 || input.Dims.Skip(1).Contains(-1)))
            return;
        try
        {
            runner.Run(inputs, cancellation);
        }
        catch (ModelFileException exception)
        {
            string open = string.Join(", ", runner.Inputs.Select(input =>
                $"{ModelErrors.Quote(input.Name)} {(input.Dims.Count == 0 ? "of no shape" : Words([.. input.Dims]))}"));
            throw new ModelFileException(
                $"'{path}' does not say what sizes its inputs have ({open}), so random ones cannot be made; "
                + $"give inputs with {nameof(CalibrationData)}",
                exception);
        }
    }

    private (List<IReadOnlyList<ModelInput>> Fit, List<IReadOnlyList<ModelInput>> HeldOut) Given(CalibrationData data, int size)
    {
        if (runner.Inputs is not [(string name, IReadOnlyList<int> dims)])
        {
            string names = string.Join(", ", runner.Inputs.Select(input => ModelErrors.Quote(input.Name)));
            throw ModelErrors.At(
                path,
                $"it has {runner.Inputs.Count} inputs ({names}), and calibration data are for one",
                $"leave the data out to use random inputs");
        }
        // An input without a declared shape: the shape of the data is tried.
        if (dims.Count == 0)
            dims = [-1, .. data.Shape.Select(dim => (int)dim)];
        bool batched = dims.Count > 1 || dims is [-1];
        int[] own = batched ? [.. dims.Skip(1)] : [.. dims];
        long[] shape = Fit(data, own) ?? throw new ModelFileException(
            $"{data.Name} has inputs of shape {data.Described}, but '{path}' takes {Words(own)} for each "
            + $"({ModelErrors.Quote(name)}); {data.OtherShape("data of that shape, one input a row")}");
        int[] example = [.. shape.Select(dim => (int)dim)];
        if (batched && dims[0] < 0)
        {
            int held = CalibrationData.HeldOut(data.Count), batch = (int)Math.Clamp(CalibrationData.MostNumbers / 64 / data.Size, 1, size);
            List<IReadOnlyList<ModelInput>> fit = Cut(data, 0, data.Count - held, batch);
            return held == 0 ? (fit, fit) : (fit, Cut(data, data.Count - held, data.Count, batch));
        }
        int whole = batched ? dims[0] : 1;
        if (data.Count < whole)
        {
            string inputs = ModelErrors.Count(data.Count, "input");
            throw new ModelFileException(ModelErrors.Text(
                $"{data.Name} has {inputs}, but '{path}' takes {whole} at a time; give at least that many"));
        }
        return Parted(Cut(data, 0, data.Count / whole * whole, whole));

        List<IReadOnlyList<ModelInput>> Cut(CalibrationData data, int from, int to, int batch)
        {
            int numbers = (int)data.Size;
            var batches = new List<IReadOnlyList<ModelInput>>();
            for (int start = from; start < to; start += batch)
            {
                int count = Math.Min(batch, to - start);
                ReadOnlyMemory<float> values = data.Values.Slice(start * numbers, count * numbers);
                batches.Add([new ModelInput(name, batched ? [count, .. example] : example, values)]);
            }
            return batches;
        }
    }

    // The data's shape if it fits; the model's if the data are plain rows of as many numbers; else null.
    private static long[]? Fit(CalibrationData data, int[] own)
    {
        long[] shape = [.. data.Shape];
        if (shape.Length == own.Length && shape.Zip(own).All(pair => pair.Second < 0 || pair.First == pair.Second))
            return shape;
        long[] fixedShape = [.. own.Select(dim => (long)dim)];
        return !own.Contains(-1) && TensorShape.Elements(fixedShape) == data.Size && shape.Length == 1 ? fixedShape : null;
    }

    private static string Words(int[] dims) => $"[{string.Join(", ", dims.Select(dim => dim < 0 ? "any" : ModelErrors.Text($"{dim}")))}]";
}

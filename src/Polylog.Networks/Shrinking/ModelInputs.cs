namespace Polylog.Networks;

/// <summary>Cuts calibration data into batches as a model takes them, or makes random ones.</summary>
internal sealed class ModelInputs(ModelRunner runner, string path)
{
    private const ulong Seed = 71;

    public List<IReadOnlyList<ModelInput>> Batches(CalibrationData? data, int size, long units) => data is null ? Random(size, units) : Given(data, size);

    private List<IReadOnlyList<ModelInput>> Random(int size, long units)
    {
        IReadOnlyList<ModelInput> one = runner.RandomInputs(1, Seed);
        long numbers = one.Sum(input => (long)input.Values.Length);
        int fixedCount = runner.Inputs.Select(input => input.Dims.Count > 0 && input.Dims[0] > 0 ? input.Dims[0] : 0).Max();
        int batch = fixedCount > 0 ? fixedCount : (int)Math.Clamp(CalibrationData.MostNumbers / 64 / Math.Max(1, numbers), 1, size);
        const int Fewest = 4096;
        long wanted = Math.Min(Math.Max(Fewest, 4 * units), Math.Max(1, CalibrationData.MostNumbers / Math.Max(1, numbers)));
        int count = (int)Math.Clamp(wanted / batch, 2, CalibrationData.MostInputs);
        return [.. Enumerable.Range(0, count).Select(i => runner.RandomInputs(batch, Seed + (ulong)i))];
    }

    private List<IReadOnlyList<ModelInput>> Given(CalibrationData data, int size)
    {
        if (runner.Inputs is not [(string name, IReadOnlyList<int> dims)])
        {
            string names = string.Join(", ", runner.Inputs.Select(input => ModelErrors.Quote(input.Name)));
            throw ModelErrors.At(path, $"it has {runner.Inputs.Count} inputs ({names}), and calibration data are for one; leave the data out to use random inputs");
        }
        bool batched = dims.Count > 1 || dims is [-1];
        int[] own = batched ? [.. dims.Skip(1)] : [.. dims];
        long[] shape = Fit(data, own) ?? throw new ModelFileException(
            $"{data.Name} has inputs of shape {TensorShape.Of([.. data.Shape])}, but '{path}' takes {Words(own)} for each ({ModelErrors.Quote(name)}); give data of that shape, one input a row");
        int batch = !batched ? 1 : dims[0] > 0 ? dims[0] : (int)Math.Clamp(CalibrationData.MostNumbers / 64 / data.Size, 1, size);
        // Two batches at least, to hold one out.
        batch = dims is [-1, ..] or [] ? Math.Min(batch, Math.Max(1, data.Count / 5)) : batch;
        if (data.Count < batch)
            throw new ModelFileException(ModelErrors.Text($"{data.Name} has {data.Count} inputs, but '{path}' takes {batch} at a time; give at least that many"));
        int numbers = (int)data.Size;
        int[] dimensions = [.. (int[])(batched ? [batch] : []), .. shape.Select(dim => (int)dim)];
        return
        [
            .. Enumerable.Range(0, data.Count / batch).Select(i =>
                (IReadOnlyList<ModelInput>)[new ModelInput(name, dimensions, data.Values.Slice(i * batch * numbers, batch * numbers))]),
        ];
    }

    // The same shape, or as many numbers in a plain row.
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

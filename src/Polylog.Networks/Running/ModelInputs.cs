namespace Polylog.Networks;

/// <summary>Makes batches of inputs for a model, from calibration data or from random numbers.</summary>
internal sealed class ModelInputs(ModelRunner runner, string path, CalibrationData? data, CancellationToken cancellation)
{
    private const ulong Seed = 71;

    /// <summary>Numbers of the inputs of a run: what layers make of them can be many times as large.</summary>
    private const long MostRunNumbers = 1L << 20;

    private readonly MatchedInputs? _matched = data is null ? null : MatchedInputs.Of(runner.Inputs, data, path);

    /// <summary>
    /// How many examples the model takes in a run: -1 if it leaves that open, 0 if it takes one, without a dimension for their number.
    /// </summary>
    public int PerRun
    {
        get
        {
            if (_matched is not null)
                return _matched.PerRun;
            IReadOnlyList<InputSlot> inputs = runner.Inputs;
            int most = inputs.Select(input => input.Dims.Count > 1 ? input.Dims[0] : -1).DefaultIfEmpty(-1).Max();
            return most > 0 ? most : inputs.Count > 0 && inputs.All(input => input.Dims is [> 0]) ? 0 : -1;
        }
    }

    /// <summary>Some batches of the model's own size, at most as many as asked for.</summary>
    /// <exception cref="ModelFileException">The inputs are fewer than the model takes at once, or random ones cannot be made.</exception>
    public List<IReadOnlyList<ModelInput>> Own(int most)
    {
        int batch = Math.Max(1, PerRun);
        if (_matched is null)
            return [.. Enumerable.Range(0, most).Select(i => Draw(batch, i))];
        return _matched.Cut(0, Math.Min(most, WholeBatches(batch)) * batch, batch);
    }

    /// <summary>
    /// Inputs to choose units on, and inputs held out to measure errors on: a fifth, rounded to whole batches where the model has a fixed
    /// batch size. Of a single batch both are the same.
    /// </summary>
    /// <param name="size">The size of a batch, where the model leaves it open.</param>
    /// <param name="units">Units of the widest layer.</param>
    /// <exception cref="ModelFileException">The inputs do not fit the model, or random ones cannot be made for it.</exception>
    public InputBatches Batches(int size, long units)
    {
        if (_matched is null)
            return Random(size, units);
        if (PerRun >= 0)
        {
            int whole = Math.Max(1, PerRun);
            return InputBatches.Parted(_matched.Cut(0, WholeBatches(whole) * whole, whole), whole);
        }
        int count = data!.Count, held = CalibrationData.HeldOut(count), fit = count - held, batch = Most(size, _matched.Size);
        List<IReadOnlyList<ModelInput>> batches = _matched.Cut(0, fit, batch);
        List<IReadOnlyList<ModelInput>> heldOut = held == 0 ? batches : _matched.Cut(fit, count, batch);
        int measured = held == 0 ? fit : held;
        return new InputBatches(batches, heldOut, fit, measured) { Timed = new(heldOut[0], Math.Min(batch, measured)) };
    }

    private static int Most(int size, long numbers) => (int)Math.Clamp(MostRunNumbers / Math.Max(1, numbers), 1, size);

    private InputBatches Random(int size, long units)
    {
        IReadOnlyList<ModelInput> one = runner.RandomInputs(1, Seed);
        CheckRuns(one);
        long numbers = one.Sum(input => (long)input.Values.Length);
        int batch = PerRun < 0 ? Most(size, numbers) : Math.Max(1, PerRun);
        // A fifth of the batches is held out.
        const int Fewest = 5120;
        long wanted = Math.Min(Math.Max(Fewest, 5 * units), Math.Max(1, CalibrationData.MostNumbers / Math.Max(1, numbers)));
        int count = (int)Math.Clamp(wanted / batch, 2, CalibrationData.MostInputs);
        return InputBatches.Parted([.. Enumerable.Range(0, count).Select(i => Draw(batch, i))], batch);
    }

    private IReadOnlyList<ModelInput> Draw(int batch, int i)
    {
        cancellation.ThrowIfCancellationRequested();
        return runner.RandomInputs(batch, Seed + (ulong)i);
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
                $"{ModelErrors.Quote(input.Name)} {(input.Dims.Count == 0 ? "of no shape" : MatchedInputs.Words(input.Dims))}"));
            throw new ModelFileException(
                $"'{path}' does not say what sizes its inputs have ({open}), so random ones cannot be made; "
                + $"give inputs with {nameof(CalibrationData)}",
                exception);
        }
    }

    private int WholeBatches(int whole) => data!.Count >= whole ? data.Count / whole : throw new ModelFileException(ModelErrors.Text(
        $"{data.Name} has {ModelErrors.Count(data.Count, "input")}, but '{path}' takes {whole} at a time; give at least that many"));
}

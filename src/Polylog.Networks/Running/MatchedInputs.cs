namespace Polylog.Networks;

/// <summary>Calibration data for each input of a model, to be cut into the inputs of runs.</summary>
internal sealed class MatchedInputs
{
    private readonly List<Match> _matches;

    private MatchedInputs(List<Match> matches, int perRun) => (_matches, PerRun) = (matches, perRun);

    /// <summary>Data for an input.</summary>
    /// <param name="Slot">The input.</param>
    /// <param name="Data">Its data.</param>
    /// <param name="Example">Its dimensions for one example.</param>
    /// <param name="PerRun">Examples of a run as the input declares it, as in <see cref="MatchedInputs.PerRun"/>.</param>
    private sealed record Match(InputSlot Slot, CalibrationData Data, int[] Example, int PerRun);

    /// <summary>
    /// How many examples the model takes in a run: -1 if it leaves that open, 0 if it takes one, without a dimension for their number.
    /// </summary>
    public int PerRun { get; }

    /// <summary>Numbers of one example, of all inputs.</summary>
    public long Size => _matches.Sum(match => match.Data.Size);

    /// <summary>Matches data to inputs: by name, or one array to the only input.</summary>
    /// <param name="slots">The inputs of the model.</param>
    /// <param name="data">The data.</param>
    /// <param name="path">The model's file, for messages.</param>
    /// <exception cref="ModelFileException">Names, shapes, numbers of rows or numbers do not fit the model.</exception>
    public static MatchedInputs Of(IReadOnlyList<InputSlot> slots, CalibrationData data, string path)
    {
        CalibrationData[] arrays = [data, .. data.Others];
        foreach (CalibrationData array in arrays)
        {
            if ((array.Count, array.Total) != (data.Count, data.Total))
            {
                throw new ModelFileException(ModelErrors.Text($"{array.Place} has {array.Count} of {array.Total} rows, ")
                    + ModelErrors.Text($"but {data.Place} has {data.Count} of {data.Total}; give the same rows of all"));
            }
        }
        List<Match> matches = [.. slots.Zip(Sorted(slots, arrays, path), (slot, array) => Matched(slot, array, path))];
        foreach (Match match in matches)
            CheckNumbers(match, path);
        return new MatchedInputs(matches, Common(matches, path));
    }

    /// <summary>Cuts examples into the inputs of runs.</summary>
    public List<IReadOnlyList<ModelInput>> Cut(int from, int to, int batch)
    {
        var batches = new List<IReadOnlyList<ModelInput>>();
        for (int start = from; start < to; start += batch)
        {
            int first = start, count = Math.Min(batch, to - start);
            batches.Add([.. _matches.Select(match => Input(match, first, count))]);
        }
        return batches;
    }

    private static ModelInput Input(Match match, int start, int count)
    {
        int size = (int)match.Data.Size;
        return new ModelInput(
            match.Slot.Name,
            match.PerRun == 0 ? match.Example : [count, .. match.Example],
            match.Data.Values.Slice(start * size, count * size));
    }

    // The arrays in the order of the inputs.
    private static IEnumerable<CalibrationData> Sorted(IReadOnlyList<InputSlot> slots, CalibrationData[] arrays, string path)
    {
        if (slots.Count == 1 && arrays.Length == 1)
            return arrays;
        string wanted = string.Join(", ", slots.Select(slot => ModelErrors.Quote(slot.Name)));
        if (arrays is [{ Input: null }])
        {
            throw ModelErrors.At(
                path,
                $"it has {slots.Count} inputs ({wanted}), and {arrays[0].Name} has numbers for one",
                $"give a .npz file with an array for each, named as the input{(slots.All(slot => RuntimeTensor.IsFloat(slot.Type))
                    ? ", or leave the data out to use random inputs" : "")}");
        }
        string?[] names = [.. arrays.Select(array => array.Input)];
        if (names.Distinct().Count() == names.Length && names.ToHashSet().SetEquals(slots.Select(slot => slot.Name)))
            return slots.Select(slot => arrays.First(array => array.Input == slot.Name));
        string given = ModelErrors.List([.. names.Select(name => name ?? "")]), those = arrays.Length == 1 ? "array" : "arrays";
        throw new ModelFileException($"{arrays[0].Name} has the {those} {given}, but '{path}' takes {wanted}; give one array for each "
            + "input and no other, with the input's name");
    }

    private static Match Matched(InputSlot slot, CalibrationData data, string path)
    {
        IReadOnlyList<int> dims = slot.Dims;
        // An input without a declared shape: the shape of the data is tried.
        if (dims.Count == 0)
            dims = [-1, .. data.Shape.Select(dim => (int)dim)];
        // A vector of fixed size is one example, unless an example is a single number without a dimension.
        bool counts = dims.Count > 1 || dims[0] < 0 || data.Shape.Count == 0;
        int[] own = counts ? [.. dims.Skip(1)] : [.. dims];
        if (Fit(data, own) is { } example)
            return new Match(slot, data, example, counts ? dims[0] : 0);
        // A model of one example, without a dimension for their number.
        if (dims[0] > 0 && Fit(data, [.. dims]) is { } whole)
            return new Match(slot, data, whole, 0);
        throw new ModelFileException(
            $"{data.Place} has inputs of shape {data.Described}, but '{path}' takes {Words(own)} for each "
            + $"({ModelErrors.Quote(slot.Name)}); {data.OtherShape("data of that shape, one input a row")}");
    }

    // The data's shape if it fits; the model's if the data are plain rows of as many numbers; else null.
    private static int[]? Fit(CalibrationData data, int[] own)
    {
        int[] shape = [.. data.Shape.Select(dim => (int)dim)];
        if (shape.Length == own.Length && shape.Zip(own).All(pair => pair.Second < 0 || pair.First == pair.Second))
            return shape;
        long[] fixedShape = [.. own.Select(dim => (long)dim)];
        return !own.Contains(-1) && TensorShape.Elements(fixedShape) == data.Size && shape.Length == 1 ? own : null;
    }

    private static int Common(List<Match> matches, string path)
    {
        int[] sizes = [.. matches.Select(match => match.PerRun).Where(count => count >= 0).Distinct()];
        // Inputs that leave the number open take what the others do; one example can have a dimension for it in some.
        if (sizes.Length <= 1)
            return sizes is [var only] ? only : -1;
        if (sizes.Max() == 1)
            return 1;
        string counts = string.Join(", ", matches.Select(match =>
            ModelErrors.Text($"{Math.Abs(match.PerRun)} of {ModelErrors.Quote(match.Slot.Name)}")));
        throw new ModelFileException($"'{path}' takes different numbers of rows of its inputs in a run ({counts}), so its inputs are not "
            + "rows of examples; leave the data out to use random inputs");
    }

    private static void CheckNumbers(Match match, string path)
    {
        if (match.Slot.Fault(match.Data.Values.Span) is not (>= 0 and var at))
            return;
        CalibrationData data = match.Data;
        int row = at / (int)data.Size, number = at % (int)data.Size;
        long fileRow = data.Rows.Count > row ? data.Rows[row] : row;
        string place = data.Columns.Count > number ? $"the number in column {ModelErrors.Quote(data.Columns[number])}"
            : ModelErrors.Text($"number {number}");
        (int low, int high) = match.Slot.Whole!.Value;
        throw new ModelFileException(
            ModelErrors.Text($"{data.Place}: {place} of row {fileRow} is {data.Values.Span[at]}, ")
            + ModelErrors.Text($"but input {ModelErrors.Quote(match.Slot.Name)} of '{path}' is {match.Slot.Type}; ")
            + ModelErrors.Text($"give whole numbers from {low} to {high}"));
    }

    /// <summary>Dimensions for messages.</summary>
    public static string Words(IEnumerable<int> dims) =>
        $"[{string.Join(", ", dims.Select(dim => dim < 0 ? "any" : ModelErrors.Text($"{dim}")))}]";
}

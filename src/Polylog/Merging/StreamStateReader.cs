namespace Polylog;

/// <summary>Reads the state of a stream, and refuses one that no stream can have.</summary>
internal sealed class StreamStateReader
{
    // Levels are logarithms of ratios of doubles, and no ratio has more.
    private const int MostLevels = 4096;

    private readonly StateInput _input;
    private StateColumns? _columns;
    private Measure? _shape;
    private long _count;

    private StreamStateReader(StateInput input) => _input = input;

    /// <summary>Reads a state, up to its end and no further.</summary>
    /// <param name="source">Where from.</param>
    /// <exception cref="InvalidDataException">It is no state, of a newer version, cut off or changed.</exception>
    public static StreamState Read(Stream source)
    {
        using var input = new StateInput(source);
        Span<byte> start = stackalloc byte[StreamState.Magic.Length];
        int length = input.Start(start);
        if (!start[..length].SequenceEqual(StreamState.Magic))
            throw StateFault.Other(start[..length]);
        int version = input.Int();
        if (version > StreamState.Version)
            throw StateFault.Newer(version);
        if (version < 1)
            throw StateFault.Changed($"its version is {version}, the first one is 1");
        StreamState state = new StreamStateReader(input).State();
        input.Checksum();
        return state;
    }

    private StreamState State()
    {
        List<(string, string)> options = _input.Section("OPTS", input => Many(() => (input.Text(), input.Text())));
        bool hasSample = _input.Section("COLS", _ => Columns());
        StreamHead head = _input.Section("HEAD", _ => Head());
        (double unit, List<(int, StreamNode)> levels) = _input.Section("TREE", _ => Tree());
        List<StreamNode> waiting = _input.Section("WAIT", _ => Many(Node));
        if (levels.Count + waiting.Count > 0 != _count > 0)
            throw StateFault.Changed($"{_count} rows are in {levels.Count + waiting.Count} nodes");
        List<DrawnRows> draws = _input.Section("DRAW", _ => Many(Draw));
        if (draws.Count != Evidence.Subsets || draws.Exists(draw => draw.Rows is null != (_count == 0)))
            throw StateFault.Changed($"it has other draws than {Evidence.Subsets} of its {_count} rows");
        (EvidencePanel? panel, FunctionSums? sums) = _input.Section("EVID", _ => Panel());
        return new StreamState
        {
            Options = options,
            Shape = _shape,
            HasSample = hasSample,
            Head = head,
            Unit = unit,
            Levels = levels,
            Waiting = waiting,
            Draws = draws,
            Panel = panel,
            Sums = sums,
        };
    }

    // No room is made before an item is there: their number may be anything.
    private List<T> Many<T>(Func<T> read)
    {
        var items = new List<T>();
        for (int left = _input.Int("the number of parts", 0); left > 0; left--)
            items.Add(read());
        return items;
    }

    private bool Columns()
    {
        if (!_input.Flag())
            return false;
        var plain = new StateColumns(_input.Int("the number of coordinates", 1), null, 0, 0, false);
        string name = _input.Text();
        ILoss? loss = Loss.All.FirstOrDefault(loss => loss.Name == name);
        if (loss is null && name.Length > 0)
            throw StateFault.Changed($"it has the loss {name}, which is none of the library's");
        StateColumns columns = plain with
        {
            Loss = loss,
            Targets = _input.Int("the number of targets", loss is null ? 0 : 1, loss is null ? 0 : int.MaxValue),
            Totals = _input.Int("the number of totals", 0),
            HasGroups = _input.Flag(),
        };
        bool hasSample = _input.Flag();
        _columns = columns;
        _shape = Rows();
        return hasSample;
    }

    private StreamHead Head()
    {
        int partRows = _input.Int("the number of rows of a part", 1);
        _count = _input.Long();
        if (_count < 0 || (_count > 0 && _shape is null))
            throw StateFault.Changed($"it has {_count} rows{(_shape is null ? " without columns" : "")}");
        CompensatedSum weight = Sum();
        bool areChosen = _input.Flag();
        int order = _input.Int("the order of steps", 0);
        return new StreamHead(partRows, _count, weight, areChosen, order == 0 ? null : order, _input.Flag());
    }

    private CompensatedSum Sum() => new(_input.Double(), _input.Double());

    private (double Unit, List<(int Level, StreamNode Node)> Levels) Tree()
    {
        double unit = _input.Double();
        List<(int, StreamNode)> levels = Many(() => (_input.Int("the level of a node", 0, MostLevels), Node()));
        bool isUnit = levels.Count == 0 ? unit == 0 : unit > 0 && double.IsFinite(unit);
        return isUnit ? (unit, levels) : throw StateFault.Changed($"the unit of mass of {levels.Count} nodes is {unit}");
    }

    private Measure Rows() => _columns is { } columns ? columns.Read(_input) : throw StateFault.Changed("it has rows without columns");

    private StreamNode Node()
    {
        Measure points = Rows();
        long[] rows = _input.Numbers<long>(points.Count);
        // Rows that were left out have numbers as well, so one may be above the count.
        if (Array.Exists(rows, row => row < 0))
            throw StateFault.Changed("a node has a row with a number below 0");
        return new StreamNode(points, rows, _input.Int("the order of a node", 0), _input.Double());
    }

    private DrawnRows Draw()
    {
        double threshold = _input.Double();
        if (!_input.Flag())
            return new DrawnRows(threshold, [], null);
        Measure rows = Rows();
        return new DrawnRows(threshold, _input.Numbers<double>(rows.Count), rows);
    }

    private (EvidencePanel? Panel, FunctionSums? Sums) Panel()
    {
        if (!_input.Flag())
            return (null, null);
        if (_columns is not { } columns)
            throw StateFault.Changed("it has test functions without columns");
        int order = _input.Int("the order of evidence", 0), own = _input.Int("the number of functions", 1);
        int tails = _input.Int("the number of tails", 1);
        double[] scale = _input.Numbers<double>(columns.Dimension), mean = _input.Numbers<double>(columns.Dimension);
        var frame = new Standardisation(scale, mean, _input.Numbers<double>(columns.Dimension));
        RidgeFunction[] functions = [.. Many(() => Function(columns.Dimension))];
        if (functions.Length < (long)own + tails + 2 * EvidenceFunctions.Drawn + Evidence.Directions)
            throw StateFault.Changed($"it has {functions.Length} test functions, fewer than their kinds need");
        RandomModels? models = columns.Loss is null ? null : Models(columns.Loss, columns.Targets, functions.Length);
        var sums = new CompensatedSum[functions.Length];
        for (int f = 0; f < sums.Length; f++)
            sums[f] = Sum();
        var panel = new EvidencePanel(new FunctionPanel(frame, functions, models), order, own, tails);
        return (panel, FunctionSums.From(sums, _input.Numbers<double>(functions.Length)));
    }

    private RidgeFunction Function(int dimension)
    {
        var kind = (RidgeKind)_input.Int("the kind of a function", 0, (int)RidgeKind.Reciprocal);
        double offset = _input.Double();
        int exponent = _input.Int("the power of a function", 1);
        return new RidgeFunction(kind, _input.Numbers<double>(dimension), offset, exponent);
    }

    private RandomModels Models(ILoss loss, int targets, int functions)
    {
        int count = _input.Int("the number of models", 0, functions);
        double[] outputs = _input.Numbers<double>(2L * targets);
        double[] classes = _input.Numbers<double>(_input.Int("the number of classes", 0));
        return new RandomModels(loss, count, [.. outputs.Chunk(2).Select(pair => (pair[0], pair[1]))], classes);
    }
}

/// <summary>What the rows of a state have.</summary>
/// <param name="Dimension">Coordinates.</param>
/// <param name="Loss">The loss of their targets; null without.</param>
/// <param name="Targets">Columns of the target.</param>
/// <param name="Totals">Further functions.</param>
/// <param name="HasGroups">Whether rows are in groups.</param>
internal sealed record StateColumns(int Dimension, ILoss? Loss, int Targets, int Totals, bool HasGroups)
{
    /// <summary>Reads rows, and checks them as those of a new measure.</summary>
    public Measure Read(StateInput input)
    {
        long count = input.Int("the number of rows", 1);
        bool areWeighted = input.Flag();
        double[] atoms = input.Numbers<double>(count * Dimension), weights = input.Numbers<double>(areWeighted ? count : 0);
        double[] targets = input.Numbers<double>(count * Targets), totals = input.Numbers<double>(count * Totals);
        int[] groups = input.Numbers<int>(HasGroups ? count : 0);
        try
        {
            var rows = new Measure(atoms, Dimension, weights);
            if (Loss is not null)
                rows = rows.WithTargets(targets, Loss, Targets);
            if (Totals > 0)
                rows = rows.WithTotals(totals, Totals);
            return HasGroups ? rows.WithGroups(groups) : rows;
        }
        catch (ArgumentException fault)
        {
            throw StateFault.Changed($"it has {count} rows that no measure can have", fault);
        }
    }
}

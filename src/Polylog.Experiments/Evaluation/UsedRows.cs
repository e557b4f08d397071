namespace Polylog.Experiments;

/// <summary>The rows of an evaluation that have a weight, as models see them.</summary>
internal sealed class UsedRows
{
    private readonly int _coordinates;
    private readonly bool _isWeighted;
    private readonly int[]? _groups;

    /// <param name="input">The rows; their targets are checked.</param>
    /// <param name="used">The rows that have a weight.</param>
    /// <param name="loss">The loss: whether the target is a number or a class.</param>
    public UsedRows(EvaluationInput input, int[] used, ILoss loss)
    {
        double[] targets = Array.ConvertAll(used, row => input.Targets[row]);
        double[] values = EvaluationCheck.IsNumber(loss) ? [] : [.. targets.Distinct().Order()];
        (double[] features, int columns) = CategoryColumns.Join(input, used);
        Rows = new LearningRows(
            features,
            columns,
            values.Length == 0 ? targets : Array.ConvertAll(targets, target => (double)Array.BinarySearch(values, target)),
            Array.ConvertAll(used, row => input.Weights?[row] ?? 1),
            values.Length);
        _coordinates = input.Columns;
        _isWeighted = input.Weights is not null;
        _groups = input.Groups is null ? null : Array.ConvertAll(used, row => input.Groups[row]);
    }

    /// <summary>All rows.</summary>
    public LearningRows Rows { get; }

    /// <summary>Splits the rows at random.</summary>
    public EvaluationSplit Split(EvaluationSettings settings, ulong seed)
    {
        var split = TrainingSplit.Draw(Rows.Count, settings.TestFraction, seed);
        LearningRows training = Rows.Subset(split.Training);
        var points = new Measure(Coordinates(training), _coordinates, _isWeighted ? training.Weights : default(ReadOnlyMemory<double>));
        if (_groups is not null)
            points = points.WithGroups(Array.ConvertAll(split.Training, row => _groups[row]));
        return new EvaluationSplit(settings, seed, training, Rows.Subset(split.Test), points);
    }

    private double[] Coordinates(LearningRows rows)
    {
        if (rows.Columns == _coordinates)
            return rows.Features;
        double[] coordinates = new double[rows.Count * _coordinates];
        for (int i = 0; i < rows.Count; i++)
            rows.Row(i)[.._coordinates].CopyTo(coordinates.AsSpan(i * _coordinates));
        return coordinates;
    }
}

namespace Polylog.Experiments;

/// <summary>
/// Figure 2: the error of f = mean_i mean_a sigmoid(&lt;w_i, x_a&gt;) against the number of points d, a tenth of them kept, for dimensions
/// m and orders k. The paper observes d^-((k+1)/m + 1/2). Beside the orders stands the library's own choice of them, at each of the sizes
/// the orders have.
/// </summary>
/// <param name="settings">Sizes and trials.</param>
public sealed class Figure2ErrorScaling(ErrorScalingSettings settings) : Figure
{
    /// <summary>What stands in the column of the order where the library chooses it.</summary>
    public const string Auto = "auto";

    /// <inheritdoc/>
    public override string Name => "fig2";

    /// <inheritdoc/>
    public override string Description =>
        "Error of a smooth function against the number of points, a tenth of them kept, by dimension and order.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReferenceFiles { get; } = ["fig2_error_scaling.csv"];

    /// <inheritdoc/>
    public override int Layout => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; } =
    [
        "m", "order", "d", "size",
        "error_mean", "error_std", "error_median", "error_worst", "trials", "kept", "worst_residual", "least_weight", "seconds",
    ];

    /// <inheritdoc/>
    public override object Settings => settings;

    /// <inheritdoc/>
    public override IReadOnlyList<WorkUnit> Units(ulong seed) =>
        [.. settings.Dimensions.SelectMany(dimension => settings.Counts.Select(count => Unit(seed, dimension, count)))];

    private WorkUnit Unit(ulong seed, int dimension, int count)
    {
        Series[] all = [.. AllSeries(dimension, count)];
        double trial = all.Sum(series => series.Cost(dimension, count));
        return new WorkUnit(
            FormattableString.Invariant($"m = {dimension}, d = {count}"),
            [.. all.Select(series => $"{dimension},{series.Name},{count},{series.Size}")],
            settings.Trials * trial,
            (progress, cancellation) =>
            {
                for (int i = 0; i < settings.Trials; i++)
                {
                    ulong own = ExperimentSeed.ForPart(seed, dimension, count, i);
                    Measure measure = UniformCube.Draw(count, dimension, own);
                    var random = new SplitMix64(ExperimentSeed.ForPart(own, 1));
                    InnerProductMean function = SigmoidMean.Prepare(measure, InnerProductMean.DrawInputs(dimension, ref random));
                    double done = 0;
                    foreach (Series series in all)
                    {
                        series.Try(measure, function, cancellation);
                        done += series.Cost(dimension, count) / trial;
                        progress?.Report((i + done) / settings.Trials);
                    }
                }
                return [.. all.Select(series => series.Cells())];
            });
    }

    private IEnumerable<Series> AllSeries(int dimension, int count)
    {
        IEnumerable<(int Order, int Size)> orders =
            settings.Orders.Select(order => (order, ErrorScalingSettings.Size(dimension, order, count)));
        return orders.Select(pair => new Series(pair.Order, pair.Size))
            .Concat(orders.Select(pair => pair.Size).Distinct().Select(size => new Series(null, size)));
    }

    /// <summary>One order at one size, over the trials.</summary>
    private sealed class Series(int? order, int size)
    {
        private readonly List<double> _errors = [];
        private readonly List<double> _seconds = [];
        private int _kept;
        private double _residual;
        private double _leastWeight = double.PositiveInfinity;

        public string Name => order is { } chosen ? CsvTable.Cell(chosen) : Auto;

        public int Size => size;

        public double Cost(int dimension, int count) => TimedCompression.Cost(dimension, order, count, size, Effort.Balanced);

        public void Try(Measure measure, InnerProductMean function, CancellationToken cancellation)
        {
            (Coreset coreset, double seconds) = TimedCompression.Run(measure, order, size, Effort.Balanced, cancellation);
            _errors.Add(Math.Abs(function.Difference(coreset)));
            _seconds.Add(seconds);
            _kept = Math.Max(_kept, coreset.Count);
            _residual = Math.Max(_residual, coreset.MomentResidual);
            _leastWeight = Math.Min(_leastWeight, TimedCompression.LeastWeight(coreset));
        }

        public IReadOnlyList<string> Cells() =>
        [
            CsvTable.Cell(_errors.Average()),
            CsvTable.Cell(SampleStatistics.Deviation(_errors)),
            CsvTable.Cell(SampleStatistics.Median(_errors)),
            CsvTable.Cell(_errors.Max()),
            CsvTable.Cell(_errors.Count),
            CsvTable.Cell(_kept),
            CsvTable.Cell(_residual),
            CsvTable.Cell(_leastWeight),
            CsvTable.Cell(SampleStatistics.Median(_seconds)),
        ];
    }
}

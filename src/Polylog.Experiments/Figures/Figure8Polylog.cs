namespace Polylog.Experiments;

/// <summary>
/// Figure 8: the error of f = mean_i mean_a 1 / (A + &lt;w_i, x_a&gt;), a function with a pole near the points, when only some ln^m d
/// points are kept. The library chooses the orders.
/// </summary>
/// <param name="settings">Sizes and trials.</param>
public sealed class Figure8Polylog(PolylogSettings settings) : Figure
{
    /// <inheritdoc/>
    public override string Name => "fig8";

    /// <inheritdoc/>
    public override string Description => "Error of an almost singular function when only about ln d or ln^2 d of d points are kept.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ReferenceFiles { get; } = ["fig8_polylog.csv"];

    /// <inheritdoc/>
    public override int Layout => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; } =
        ["m", "d", "size", "trial", "lowest_order", "leaves", "kept", "error", "residual", "least_weight", "seconds"];

    /// <inheritdoc/>
    public override object Settings => settings;

    /// <inheritdoc/>
    public override IReadOnlyList<WorkUnit> Units(ulong seed) =>
    [
        .. from dimension in settings.Dimensions
           from count in settings.Counts
           from trial in Enumerable.Range(0, settings.Trials)
           select Unit(seed, dimension, count, trial),
    ];

    private static WorkUnit Unit(ulong seed, int dimension, int count, int trial)
    {
        int size = PolylogSettings.Size(dimension, count);
        return new WorkUnit(
            FormattableString.Invariant($"m = {dimension}, d = {count}, trial {trial + 1}"),
            [CsvTable.Key(dimension, count, size, trial)],
            TimedCompression.Cost(dimension, null, count, size, Effort.Thorough),
            (_, cancellation) =>
            {
                ulong own = ExperimentSeed.ForPart(seed, dimension, count, trial);
                Measure measure = UniformCube.Draw(count, dimension, own);
                var random = new SplitMix64(ExperimentSeed.ForPart(own, 1));
                double pole = PolylogSettings.Pole(dimension);
                var function = new InnerProductMean(measure, InnerProductMean.DrawInputs(dimension, ref random), t => 1 / (pole + t));
                (Coreset coreset, double seconds) = TimedCompression.Run(measure, order: null, size, Effort.Thorough, cancellation);
                return
                [
                    [
                        CsvTable.Cell(coreset.Order), CsvTable.Cell(coreset.Leaves), CsvTable.Cell(coreset.Count),
                        CsvTable.Cell(Math.Abs(function.Difference(coreset))), CsvTable.Cell(coreset.MomentResidual),
                        CsvTable.Cell(TimedCompression.LeastWeight(coreset)), CsvTable.Cell(seconds),
                    ],
                ];
            });
    }
}

namespace Polylog.Networks;

/// <summary>
/// Finds how many units each layer keeps within a budget. The pursuit of a layer tells its own error at every width; how much that matters
/// for the outputs is measured with half of its units, all other layers whole.
/// </summary>
/// <param name="model">The model; it is not changed.</param>
/// <param name="layers">The layers.</param>
/// <param name="options">The budget.</param>
internal sealed class BudgetSearch(ModelUnderShrink model, IReadOnlyList<LayerKey> layers, ShrinkOptions options)
{
    // Each halves what is left between too slow and fast enough.
    private const int LatencySteps = 7;

    /// <summary>Units for each layer.</summary>
    /// <param name="choose">Makes the choice of units of a layer.</param>
    /// <param name="progress">Told the share of the work done, 0 to 1.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ModelFileException">The budget is below what is possible.</exception>
    public int[] Run(Func<LayerKey, HiddenLayer, FunctionChoice> choose, Action<double> progress, CancellationToken cancellation)
    {
        var errors = new List<double[]>();
        var multiples = new List<int>();
        var groups = new List<UnitGroup>();
        foreach (LayerKey key in layers)
        {
            HiddenLayer layer = model.Layer(key, cancellation);
            groups.Add(layer.Group);
            multiples.Add(options.MultipleFor(layer.Group));
            errors.Add(Errors(key, layer, choose(key, layer), cancellation));
            progress(errors.Count / (double)layers.Count);
        }
        ShrinkBudget budget = options.Budget!;
        ShrinkCost counted = budget.Cost == ShrinkCost.Latency ? ShrinkCost.MultiplyAdds : budget.Cost;
        WidthCost cost = model.Cost(counted, groups, cancellation);
        var plan = new WidthPlan(errors, cost, multiples);
        int[] all = [.. groups.Select(group => group.Units)];
        if (budget.Cost == ShrinkCost.Latency)
            return WithinLatency(plan, cost, all, budget, cancellation);
        double limit = budget.IsShare ? budget.Amount * cost.Of(all) : budget.Amount, fewest = cost.Of(plan.Fewest);
        if (fewest > limit)
            throw TooSmall(budget, ModelErrors.Text($"{fewest:0}"), fewest / cost.Of(all));
        return plan.Within(limit, cancellation);
    }

    // Squared errors of the outputs, as far as they can be told from one measurement.
    private double[] Errors(LayerKey key, HiddenLayer layer, FunctionChoice choice, CancellationToken cancellation)
    {
        double[] own = choice.Errors(cancellation);
        int half = Math.Max(1, layer.Units / 2);
        if (layer.Units == 1 || own[half] <= 0)
            return own;
        ChosenUnits chosen = choice.Choose(half, cancellation);
        NetworkModel copy = model.Copy(cancellation);
        copy.Replace(copy.FindLayer(key), chosen.Kept, chosen.Changes);
        double error = model.Difference(copy, cancellation).RelativeRms;
        double scale = double.IsFinite(error) ? error * error / own[half] : 1;
        return [.. own.Select(square => square * scale)];
    }

    // Multiply-adds stand for the time: models with any units of as few are timed until one is fast enough.
    private int[] WithinLatency(WidthPlan plan, WidthCost cost, int[] all, ShrinkBudget budget, CancellationToken cancellation)
    {
        int[] fewest = plan.Fewest;
        (double first, double second) = Time(fewest, cancellation);
        if (second > Limit(first))
            throw TooSmall(budget, ModelErrors.Text($"{1000 * second:0.###} ms"), second / first);
        (double low, double high) = (cost.Of(fewest), cost.Of(all));
        (first, second) = Time(all, cancellation);
        if (second <= Limit(first))
            return all;
        int[] best = fewest;
        for (int step = 0; step < LatencySteps; step++)
        {
            double middle = (low + high) / 2;
            int[] widths = plan.Within(middle, cancellation);
            (first, second) = Time(widths, cancellation);
            if (second <= Limit(first))
                (best, low) = (widths, middle);
            else
                high = middle;
        }
        return best;

        double Limit(double original) => budget.IsShare ? budget.Amount * original : budget.Amount;
    }

    private (double First, double Second) Time(int[] widths, CancellationToken cancellation)
    {
        NetworkModel copy = model.Copy(cancellation);
        for (int i = 0; i < widths.Length; i++)
        {
            LayerPattern layer = copy.FindLayer(layers[i]);
            int[] kept = [.. Enumerable.Range(0, Math.Min(widths[i], layer.Group.Units))];
            copy.Replace(layer, kept, layer.Group.Unchanged(kept));
        }
        return model.Latency(copy, cancellation);
    }

    private ModelFileException TooSmall(ShrinkBudget budget, string least, double share)
    {
        // Rounded up, so that it is possible. Very small models can be slower with fewer units.
        ShrinkBudget possible = budget with { Amount = Math.Ceiling(1000 * share) / 1000, IsShare = true };
        FormattableString wayOut = share < 1
            ? $"give at least {possible}, or more layers"
            : (FormattableString)$"they are not faster with fewer units, limit params, macs or bytes";
        return ModelErrors.At(
            model.Model.Path, $"the budget is {budget}, but with the fewest units in these layers it takes {least}", wayOut);
    }
}

namespace Polylog.Networks;

/// <summary>Searches for the fewest units of a layer for which the error of the model's outputs stays within a limit.</summary>
/// <param name="model">The model; it is not changed.</param>
/// <param name="key">The layer.</param>
/// <param name="choice">Chooses units of the layer.</param>
/// <param name="allowed">The largest relative error.</param>
/// <param name="multiple">The number whose multiples are allowed.</param>
internal sealed class WidthSearch(ModelUnderShrink model, LayerKey key, UnitChoice choice, double allowed, int multiple)
{
    // Widths tried between half of the one found and that one, where errors are uneven.
    private const int LowerSteps = 12;

    /// <summary>The fewest units found by bisection, below the present number; null where none are good enough.</summary>
    /// <param name="units">Units it has.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public ChosenUnits? Smallest(int units, CancellationToken cancellation)
    {
        ChosenUnits? best = null;
        // In multiples.
        int low = (choice.Least + multiple - 1) / multiple, high = (units + multiple - 1) / multiple;
        while (low < high)
        {
            int middle = low + (high - low) / 2;
            if (BestOf(middle * multiple, cancellation) is { } good)
                (best, high) = (good, middle);
            else
                low = middle + 1;
        }
        for (int step = 1; choice.IsUneven && best is not null && step <= LowerSteps; step++)
        {
            int lower = high - (high * step / (2 * LowerSteps));
            if (lower * multiple >= choice.Least)
                best = BestOf(lower * multiple, cancellation) ?? best;
        }
        return best;
    }

    // The candidate with the least error; null where that is too large.
    private ChosenUnits? BestOf(int size, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        (ChosenUnits tried, double error) = choice.Candidates(size, cancellation)
            .Select(candidate => (candidate, Error(candidate, cancellation)))
            .MinBy(pair => pair.Item2);
        return error <= allowed ? tried : null;
    }

    private double Error(ChosenUnits tried, CancellationToken cancellation)
    {
        NetworkModel copy = model.Copy(cancellation);
        copy.Replace(copy.FindLayer(key), tried.Kept, tried.Changes);
        double error = model.Difference(copy, cancellation).RelativeRms;
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }
}

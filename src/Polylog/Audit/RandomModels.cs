namespace Polylog;

/// <summary>
/// Turns the test functions of a panel into models: their outputs get a centre and a spread that fit the target, and their values are
/// replaced by their losses.
/// </summary>
internal sealed class RandomModels
{
    private readonly ILoss _loss;
    private readonly int _models;
    private readonly (double Centre, double Spread)[] _outputs;
    private readonly double[] _classes;

    /// <summary>Takes models that were fitted before.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="models">Number of models.</param>
    /// <param name="outputs">Centre and spread of the outputs for each column of the target.</param>
    /// <param name="classes">The targets' values, ascending, for a loss that splits by target; else none.</param>
    public RandomModels(ILoss loss, int models, (double Centre, double Spread)[] outputs, double[] classes)
    {
        _loss = loss;
        _models = models;
        _outputs = outputs;
        _classes = classes;
    }

    /// <summary>Fits the outputs to a measure's targets.</summary>
    /// <param name="measure">With a loss.</param>
    /// <param name="models">Number of models: functions after them stay what they are.</param>
    public RandomModels(Measure measure, int models)
    {
        _loss = measure.Loss!;
        _models = models;
        int targets = measure.TargetCount;
        var frame = Standardisation.Fit(Measure.Trusted(measure.Targets, targets, measure.Weights));
        _outputs = [.. Enumerable.Range(0, targets).Select(t => _loss.Outputs(frame.Means[t], frame.Deviations[t]))];
        _classes = _loss.SplitsByTarget ? [.. measure.Targets.ToArray().Distinct().Order()] : [];
    }

    /// <summary>The loss.</summary>
    public ILoss Loss => _loss;

    /// <summary>Number of models.</summary>
    public int Count => _models;

    /// <summary>Centre and spread of the outputs for each column of the target.</summary>
    public IReadOnlyList<(double Centre, double Spread)> Outputs => _outputs;

    /// <summary>The targets' values, ascending, for a loss that splits by target; else none.</summary>
    public double[] Classes => _classes;

    /// <summary>Replaces the values of a model by its losses.</summary>
    /// <param name="model">Number of the function.</param>
    /// <param name="measure">The measure the rows are of.</param>
    /// <param name="first">Its first row.</param>
    /// <param name="values">IN the function's values, OUT the losses.</param>
    /// <remarks>
    /// With several targets each model predicts one of them: a mean over targets would be dominated by the target with the largest unit.
    /// </remarks>
    public void Losses(int model, Measure measure, int first, Span<double> values)
    {
        if (model >= _models)
            return;
        int targets = measure.TargetCount;
        ReadOnlySpan<double> all = measure.Targets.Span;
        // So that every shape and scale of function has its turn with every target.
        int column = (model + model / targets) % targets;
        (double centre, double spread) = _outputs[column];
        for (int i = 0; i < values.Length; i++)
        {
            double target = all[(first + i) * targets + column];
            // A model of several classes is judged by its output for one of them.
            double wanted = _classes.Length == 0 ? target : target == _classes[model % _classes.Length] ? 1 : 0;
            double constant = _loss.IsRelative ? _loss.Value(centre, wanted) : 0;
            values[i] = _loss.Value(centre + spread * values[i], wanted) - constant;
        }
    }
}

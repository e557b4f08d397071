namespace Polylog;

/// <summary>
/// Random test functions of standardised data: ridge functions s(scale x &lt;u, z&gt; + b) with u a random direction and b a random offset.
/// The difference of two measures' averages of these functions tells how well one can replace the other. If the measure has targets, the
/// test functions are the losses of models of this form.
/// </summary>
/// <remarks>
/// The shapes s: sigmoid, tanh, ReLU and sine for any use; sigmoid, tanh, 1 / (1 + t^2) and sine for smooth ones; ReLU, |t|, a hat and a
/// ramp for kinked ones.
/// </remarks>
internal sealed class RidgePanel
{
    private static readonly double[] s_scales = [0.5, 1, 2];

    private readonly RidgeFunction[] _functions;
    private readonly int _dimension;

    /// <summary>Draws a panel.</summary>
    /// <param name="dimension">Columns of the data, at least 1.</param>
    /// <param name="functions">How many functions, at least 1; the shapes and the scales 0.5, 1, 2 take turns.</param>
    /// <param name="seed">Seed: the same panel for the same seed, on every machine.</param>
    /// <param name="use">Which shapes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is below 1, or there is no such use.</exception>
    public RidgePanel(int dimension, int functions = 48, ulong seed = 1, Use use = Use.Any)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(functions, 1);
        RidgeKind[] kinds = Kinds(use);
        var random = new SplitMix64(seed);
        _functions = new RidgeFunction[functions];
        _dimension = dimension;
        for (int f = 0; f < functions; f++)
        {
            double[] direction = Direction(dimension, s_scales[f / kinds.Length % s_scales.Length], ref random);
            _functions[f] = new RidgeFunction(kinds[f % kinds.Length], direction, random.Uniform(-1, 1));
        }
    }

    /// <summary>Number of functions.</summary>
    public int Count => _functions.Length;

    /// <summary>For each function the difference of two measures' sums relative to the full measure's sum of absolute values.</summary>
    /// <param name="full">The full measure.</param>
    /// <param name="coreset">The measure that stands for it, in the same columns.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ArgumentException">A measure has another number of columns than the panel.</exception>
    /// <remarks>O(functions x (full + coreset) x dimension).</remarks>
    public double[] Errors(Measure full, Measure coreset, CancellationToken cancellation = default) =>
        Errors(full, [coreset], cancellation)[0];

    /// <summary>
    /// As <see cref="Errors(Measure, Measure, CancellationToken)"/>, for several coresets with one pass over the full measure.
    /// </summary>
    /// <param name="full">The full measure.</param>
    /// <param name="coresets">The measures that stand for it.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>One array of errors a coreset.</returns>
    public double[][] Errors(Measure full, IReadOnlyList<Measure> coresets, CancellationToken cancellation = default) =>
        Errors(full, coresets, Own, progress: null, cancellation);

    /// <summary>As the others, with errors of further functions after those of the panel.</summary>
    internal double[][] Errors(
        Measure full, IReadOnlyList<Measure> coresets, Func<Standardisation, PanelFunctions> further, IProgress<double>? progress,
            CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(full);
        ArgumentNullException.ThrowIfNull(coresets);
        CheckDimension(full, nameof(full));
        foreach (Measure coreset in coresets)
            CheckDimension(coreset, nameof(coresets));
        Func<Measure, double[]> errors = Against(full, further, progress, cancellation);
        return [.. coresets.Select(errors)];
    }

    /// <summary>Reads the full measure once and returns a function that gives the errors of a coreset.</summary>
    internal Func<Measure, double[]> Against(Measure full, CancellationToken cancellation) => Against(full, Own, null, cancellation);

    private static PanelFunctions Own(Standardisation frame) => new([], []);

    private Func<Measure, double[]> Against(
        Measure full, Func<Standardisation, PanelFunctions> further, IProgress<double>? progress, CancellationToken cancellation)
    {
        FunctionPanel panel = Of(full, further);
        FunctionSums all = panel.Sum(full, progress, cancellation);
        return coreset =>
        {
            if (full.Loss is not null && coreset.TargetCount != full.TargetCount)
                throw new ArgumentException("The coreset does not carry the targets of the full measure.", nameof(coreset));
            return FunctionPanel.Errors(panel.Sum(coreset, null, cancellation), all);
        };
    }

    /// <summary>The panel in the frame of a measure, with further functions after its own.</summary>
    internal FunctionPanel Of(Measure full, Func<Standardisation, PanelFunctions> further)
    {
        var frame = Standardisation.Fit(full);
        (RidgeFunction[] shapes, RidgeFunction[] plain) = further(frame);
        RandomModels? models = full.Loss is null ? null : new RandomModels(full, _functions.Length + shapes.Length);
        return new FunctionPanel(frame, [.. _functions, .. shapes, .. plain], models);
    }

    private static RidgeKind[] Kinds(Use use) => use switch
    {
        Use.Any => [RidgeKind.Sigmoid, RidgeKind.Tanh, RidgeKind.Relu, RidgeKind.Sine],
        Use.Smooth => [RidgeKind.Sigmoid, RidgeKind.Tanh, RidgeKind.Cauchy, RidgeKind.Sine],
        Use.Kinked => [RidgeKind.Relu, RidgeKind.Absolute, RidgeKind.Hat, RidgeKind.Ramp],
        _ => throw new ArgumentOutOfRangeException(nameof(use), use, "There is no such use."),
    };

    /// <summary>A vector of a length in a random direction.</summary>
    internal static double[] Direction(int dimension, double length, ref SplitMix64 random)
    {
        double[] direction = new double[dimension];
        double square = 0;
        for (int axis = 0; axis < dimension; axis++)
        {
            direction[axis] = random.Normal();
            square += direction[axis] * direction[axis];
        }
        double scale = length / Math.Sqrt(square);
        for (int axis = 0; axis < dimension; axis++)
            direction[axis] *= scale;
        return direction;
    }

    private void CheckDimension(Measure measure, string parameter)
    {
        ArgumentNullException.ThrowIfNull(measure, parameter);
        if (measure.Dimension != _dimension)
            throw new ArgumentException($"The measure has {measure.Dimension} columns, the panel was drawn for {_dimension}.", parameter);
    }
}

/// <summary>Functions beside those of a panel.</summary>
/// <param name="Shapes">Functions that, with a target, are outputs of models, whose losses count.</param>
/// <param name="Plain">Functions of the columns.</param>
internal sealed record PanelFunctions(RidgeFunction[] Shapes, RidgeFunction[] Plain);

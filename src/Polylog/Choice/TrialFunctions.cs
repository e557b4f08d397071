namespace Polylog;

/// <summary>
/// The functions that leaves and orders are chosen by: random ridge functions of the data, with the shapes of the intended use. They are
/// drawn independently of the panels that judge a result.
/// </summary>
/// <remarks>
/// For smooth uses half of them are 1 / (1 + gap + t), t in [-1, 1] over the data: a pole just beyond the farthest points in some
/// direction, the hardest that an analytic function does to a leaf at the border.
/// </remarks>
internal sealed class TrialFunctions
{
    private const ulong Seed = 0x243F6A8885A308D3;

    /// <summary>Distance of a pole from the data, in half widths of the data along its direction.</summary>
    private const double PoleGap = 0.025;

    private const int Most = 24;

    /// <summary>
    /// Functions for kinks on a line: a survey spreads kinks over all regions, and on a line they have no direction, so a few tell as much
    /// as many.
    /// </summary>
    private const int OnKinkedLine = 8;

    private static readonly double[] s_scales = [0.5, 1, 2];

    private readonly RidgeFunction[] _functions;
    private readonly int[] _factors;

    private TrialFunctions(RidgeFunction[] functions, int[] factors, double[] centre, double[] units)
    {
        _functions = functions;
        _factors = factors;
        Centre = centre;
        Units = units;
    }

    /// <summary>The data's mean, from which the functions are seen.</summary>
    public double[] Centre { get; }

    /// <summary>The length that counts as 1 along each column.</summary>
    public double[] Units { get; }

    /// <summary>Number of functions.</summary>
    public int Count => _functions.Length;

    /// <summary>Whether a function has kinks.</summary>
    public bool IsKinked(int function) =>
        _functions[function].Kind is RidgeKind.Relu or RidgeKind.Absolute or RidgeKind.Hat or RidgeKind.Ramp or RidgeKind.Step;

    /// <summary>Whether it has jumps.</summary>
    public bool IsStep(int function) => _functions[function].Kind is RidgeKind.Step;

    /// <summary>Draws functions for a problem.</summary>
    /// <param name="problem">The problem: where its target has factors, the functions are multiplied by them in turns.</param>
    public static TrialFunctions Draw(CompressionProblem problem)
    {
        Use use = problem.Options.Use;
        bool steps = problem.Policy.WantsEvenWeights;
        MatchedColumns matched = problem.Matched;
        ReadOnlySpan<double> rows = problem.Rows.Atoms.Span;
        var frame = Standardisation.Fit(problem.Rows);
        double[] centre = frame.Means.ToArray(), units = frame.Deviations;
        RidgeKind[] kinds = use switch
        {
            Use.Smooth => [RidgeKind.Sigmoid, RidgeKind.Reciprocal, RidgeKind.Sine, RidgeKind.Reciprocal],
            // The gradients of a network of ReLUs are steps, and so are trees.
            Use.Kinked when steps => [RidgeKind.Relu, RidgeKind.Step],
            Use.Kinked => [RidgeKind.Relu, RidgeKind.Absolute, RidgeKind.Hat, RidgeKind.Ramp],
            _ when steps => [RidgeKind.Sigmoid, RidgeKind.Sine, RidgeKind.Relu, RidgeKind.Step],
            _ => [RidgeKind.Sigmoid, RidgeKind.Reciprocal, RidgeKind.Sine, RidgeKind.Relu],
        };
        var random = new SplitMix64(Seed);
        var functions =
            new RidgeFunction[(matched.Dimension == 1 && use == Use.Kinked && !steps ? OnKinkedLine : Most) / kinds.Length * kinds.Length];
        for (int f = 0; f < functions.Length; f++)
            functions[f] =
                Ridge(kinds[f % kinds.Length], s_scales[f / kinds.Length % s_scales.Length], rows, matched, centre, units, ref random);
        // Column 0 stands for no factor.
        int[] factors = [.. functions.Select(
            (_, f) => f / kinds.Length % (1 + matched.Factors) is var turn && turn == 0 ? 0 : matched.Dimension + turn - 1)];
        return new TrialFunctions(functions, factors, centre, units);
    }

    /// <summary>Evaluates all functions at points.</summary>
    /// <param name="points">IN, a row of <paramref name="stride"/> values a coordinate, seen from the centre.</param>
    /// <param name="stride">Padded number of points.</param>
    /// <param name="values">OUT, a row of <paramref name="stride"/> values a function.</param>
    public void Evaluate(ReadOnlySpan<double> points, int stride, Span<double> values)
    {
        for (int f = 0; f < _functions.Length; f++)
        {
            Span<double> row = values.Slice(f * stride, stride);
            _functions[f].Evaluate(points, stride, row);
            if (_factors[f] == 0)
                continue;
            Kernels.Multiply(row, row, points.Slice(_factors[f] * stride, stride));
            for (int i = 0; i < stride; i++)
                row[i] /= Units[_factors[f]];
        }
    }

    private static RidgeFunction Ridge(RidgeKind kind, double scale, ReadOnlySpan<double> rows, MatchedColumns matched, double[] centre,
        double[] units, ref SplitMix64 random)
    {
        int dimension = matched.Dimension;
        double[] direction = new double[dimension];
        double square = 0;
        for (int axis = 0; axis < dimension; axis++)
        {
            direction[axis] = random.Normal();
            square += direction[axis] * direction[axis];
        }
        for (int axis = 0; axis < dimension; axis++)
            direction[axis] *= scale / (Math.Sqrt(square) * units[axis]);
        double offset = random.Uniform(-1, 1);
        if (kind != RidgeKind.Reciprocal)
            return new RidgeFunction(kind, direction, offset);
        (double low, double high) = Along(rows, centre, direction);
        double half = high > low ? (high - low) / 2 : 1;
        for (int axis = 0; axis < dimension; axis++)
            direction[axis] /= half;
        return new RidgeFunction(kind, direction, PoleGap - (low + (high - low) / 2) / half);
    }

    private static (double Low, double High) Along(ReadOnlySpan<double> rows, double[] centre, double[] direction)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (int at = 0; at < rows.Length; at += centre.Length)
        {
            double along = 0;
            for (int axis = 0; axis < direction.Length; axis++)
                along += direction[axis] * (rows[at + axis] - centre[axis]);
            low = Math.Min(low, along);
            high = Math.Max(high, along);
        }
        return (low, high);
    }
}

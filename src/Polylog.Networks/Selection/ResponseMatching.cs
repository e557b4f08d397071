using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>
/// Shrinks a layer by the responses of its units on calibration data: keeps the units whose responses best reproduce the layer's outputs,
/// with outgoing weights from least squares. This is for units with many inputs, whose places are too far apart for polynomials while their
/// responses span few dimensions.
/// </summary>
/// <remarks>
/// Forward selection by the gain in the squared error of all outputs (orthogonal matching pursuit with several targets: S. Chen, S.
/// Billings, W. Luo, Orthogonal least squares methods, 1989). It needs only second moments of the responses, so calibration data stream
/// through <see cref="Add"/> and are not held. The constant is matched first, and goes into the bias. If an earlier layer was shrunk, the
/// wanted responses are those of the original model and the given ones those of the shrunk model, so that errors do not add up. A unit can
/// be a block of several columns. Cost: samples x units^2 + size x units x (size + outputs).
/// </remarks>
internal sealed class ResponseMatching
{
    /// <summary>Share of each unit's square that is added to it, so that nothing is divided by rounding errors.</summary>
    public const double Rounding = 1e-11;

    private readonly int _units;
    private readonly ResponseMoments _moments;

    /// <summary>Begins with no samples.</summary>
    /// <param name="units">Number of units, 1 to 20,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public ResponseMatching(int units)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(units, 20_000);
        _units = units;
        _moments = new ResponseMoments(units);
    }

    /// <summary>Samples seen.</summary>
    public long Samples => _moments.Samples;

    /// <summary>Second moments of the given responses.</summary>
    public GramMatrix Gram(CancellationToken cancellation)
    {
        _moments.Complete(cancellation);
        return _moments.Gram;
    }

    /// <inheritdoc cref="ResponseMoments.Add"/>
    public void Add(
        ReadOnlyMemory<double> given, ReadOnlyMemory<double> wanted = default, CancellationToken cancellation = default) =>
        _moments.Add(given, wanted, cancellation);

    /// <summary>Chooses units.</summary>
    /// <param name="outgoing">IN, outgoing weights, units x outputs, row-major.</param>
    /// <param name="outputs">Outgoing weights of a unit, at least 1.</param>
    /// <param name="size">The most units to keep, 1 to the number of units.</param>
    /// <param name="hasBias">Whether a constant can be added to the outputs.</param>
    /// <param name="leftOut">Some of the samples, to choose a ridge on; null for none, which trusts the samples.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The units with their outgoing weights, the bias to add to the outputs, and the error on the samples without a
    /// ridge.</returns>
    /// <exception cref="ArgumentException">The length is not units x outputs, or there are no samples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is out of range.</exception>
    public ResponseSelection Select(
        ReadOnlySpan<double> outgoing, int outputs, int size, bool hasBias = true, LeftOutRows? leftOut = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, _units);
        if (outgoing.Length != _units * outputs)
            throw new ArgumentException($"There are {outgoing.Length} outgoing weights for {_units} units of {outputs}.", nameof(outgoing));
        if (Samples == 0)
            throw new ArgumentException("There are no samples to match responses on; add some first.", nameof(outgoing));
        double[] targets = Targets(outgoing, outputs, cancellation), correlations = leftOut is null ? [] : [.. targets];
        ResponsePursuit pursuit = Begin(targets, outputs, hasBias);
        int[] kept = new UnitPursuit([pursuit], _units).Choose(size, cancellation);
        double[] solution = pursuit.Solve(cancellation);
        int shift = hasBias ? 1 : 0;
        double[] bias = hasBias ? solution[..outputs] : new double[outputs];
        // If no unit contributes on the samples, one is kept with weights of 0, since a layer needs a unit.
        double error = Error(outgoing, outputs, pursuit.Explained, cancellation);
        if (kept.Length == 0)
            return new ResponseSelection(new UnitSelection([0], new double[outputs]), bias, error);
        if (leftOut is not null)
            return Ridged([.. kept.Order()], outgoing, outputs, correlations, hasBias, leftOut, cancellation) with { Error = error };
        int[] order = [.. Enumerable.Range(0, kept.Length).OrderBy(j => kept[j])];
        double[] sent = new double[kept.Length * outputs];
        for (int j = 0; j < kept.Length; j++)
            solution.AsSpan((order[j] + shift) * outputs, outputs).CopyTo(sent.AsSpan(j * outputs));
        var units = new UnitSelection([.. order.Select(j => kept[j])], sent);
        return new ResponseSelection(units, bias, error);
    }

    /// <summary>Begins to choose columns.</summary>
    /// <param name="targets">IN/OUT, as <see cref="Targets"/> makes them.</param>
    /// <param name="outputs">Targets of a sample.</param>
    /// <param name="hasBias">Whether a constant can be added to the outputs; it is taken first.</param>
    /// <param name="block">Columns of a unit.</param>
    public ResponsePursuit Begin(double[] targets, int outputs, bool hasBias, int block = 1)
    {
        var pursuit = new ResponsePursuit(_moments.Gram, targets, outputs, Rounding, block);
        if (hasBias)
            pursuit.Take(_units);
        return pursuit;
    }

    /// <summary>Begins to exchange columns.</summary>
    /// <inheritdoc cref="Begin"/>
    public SweptMoments Swept(double[] targets, int outputs, bool hasBias, int block) =>
        new(_moments.Gram, targets, outputs, hasBias, block);

    /// <summary>Fits columns, with a ridge.</summary>
    /// <param name="kept">IN, the columns, ascending.</param>
    /// <param name="outgoing">IN, outgoing weights of all columns, columns x outputs.</param>
    /// <param name="outputs">Outgoing weights of a column.</param>
    /// <param name="hasBias">Whether a constant can be added to the outputs.</param>
    /// <param name="leftOut">Some of the samples, to choose the ridge on.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public ResponseSelection Fit(
        int[] kept, ReadOnlySpan<double> outgoing, int outputs, bool hasBias, LeftOutRows leftOut, CancellationToken cancellation) =>
        Ridged(kept, outgoing, outputs, Targets(outgoing, outputs, cancellation), hasBias, leftOut, cancellation);

    /// <summary>The mean square of the deviation of the outputs from their means.</summary>
    /// <param name="outgoing">IN, outgoing weights, columns x outputs.</param>
    /// <param name="outputs">Outgoing weights of a column.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public double Deviation(ReadOnlySpan<double> outgoing, int outputs, CancellationToken cancellation)
    {
        (double all, double constant) = Squares(outgoing, outputs, cancellation);
        return Math.Max(0, all - constant) / Samples;
    }

    /// <summary>Fits the kept units again, with a ridge.</summary>
    private ResponseSelection Ridged(int[] kept, ReadOnlySpan<double> outgoing, int outputs, double[] correlations, bool hasBias,
        LeftOutRows leftOut, CancellationToken cancellation)
    {
        int[] columns = [.. kept, _units];
        double[] gram = new double[columns.Length * columns.Length], own = new double[columns.Length * outputs];
        double[] original = new double[kept.Length * outputs];
        for (int i = 0; i < columns.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
                gram[i * columns.Length + j] = _moments.Gram.Row(columns[i])[columns[j]];
            correlations.AsSpan(columns[i] * outputs, outputs).CopyTo(own.AsSpan(i * outputs));
            if (i < kept.Length)
                outgoing.Slice(kept[i] * outputs, outputs).CopyTo(original.AsSpan(i * outputs));
        }
        var fit = new RidgeFit(gram, own, original, outputs, hasBias);
        double[] weights = fit.Run(leftOut.Given(kept), leftOut.Wanted(outgoing, outputs, cancellation), cancellation);
        int length = kept.Length * outputs;
        return new ResponseSelection(new UnitSelection(kept, weights[..length]), weights[length..], 0);
    }

    /// <summary>Sums over the samples of given response x wanted output, (columns + 1) x outputs.</summary>
    /// <param name="outgoing">IN, outgoing weights, columns x outputs.</param>
    /// <param name="outputs">Outgoing weights of a column.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public double[] Targets(ReadOnlySpan<double> outgoing, int outputs, CancellationToken cancellation)
    {
        _moments.Complete(cancellation);
        double[] targets = new double[(_units + 1) * outputs], sent = outgoing.ToArray();
        (double[] cross, int stride) = (_moments.Cross, _moments.Gram.Stride);
        Parallel.For(0, _units + 1, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            Span<double> row = targets.AsSpan(i * outputs, outputs);
            for (int j = 0; j < _units; j++)
                TensorPrimitives.MultiplyAdd(sent.AsSpan(j * outputs, outputs), cross[i * stride + j], row, row);
        });
        return targets;
    }

    private double Error(ReadOnlySpan<double> outgoing, int outputs, double explained, CancellationToken cancellation)
    {
        (double all, double constant) = Squares(outgoing, outputs, cancellation);
        double deviation = all - constant;
        return deviation > 0 ? Math.Sqrt(Math.Max(0, all - explained) / deviation) : 0;
    }

    // Sums of squares of the outputs, and of their means.
    private (double All, double Constant) Squares(ReadOnlySpan<double> outgoing, int outputs, CancellationToken cancellation)
    {
        double all = 0, constant = 0;
        double[] sent = outgoing.ToArray(), parts = new double[_units], squares = _moments.WantedSquares;
        int stride = _moments.Gram.Stride;
        Parallel.For(0, _units, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            double[] through = new double[outputs];
            for (int j = 0; j < _units; j++)
                TensorPrimitives.MultiplyAdd(sent.AsSpan(j * outputs, outputs), squares[i * stride + j], through, through);
            parts[i] = TensorPrimitives.Dot(through, sent.AsSpan(i * outputs, outputs));
        });
        all = parts.Sum();
        for (int o = 0; o < outputs; o++)
        {
            double sum = 0;
            for (int j = 0; j < _units; j++)
                sum += squares[_units * stride + j] * outgoing[j * outputs + o];
            constant += sum * sum / Samples;
        }
        return (all, constant);
    }

    /// <summary>A fit of the first columns to those behind them, which are the wanted outputs.</summary>
    /// <param name="columns">How many columns there are to fit.</param>
    /// <param name="outputs">How many outputs follow them.</param>
    /// <param name="original">IN, the original weights, columns x outputs.</param>
    /// <param name="hasBias">Whether a constant can be added to the outputs.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public RidgeFit Joint(int columns, int outputs, double[] original, bool hasBias, CancellationToken cancellation)
    {
        _moments.Complete(cancellation);
        int width = columns + 1;
        double[] gram = new double[width * width], cross = new double[width * outputs];
        for (int i = 0; i < width; i++)
        {
            ReadOnlySpan<double> row = _moments.Gram.Row(i < columns ? i : _units);
            row[..columns].CopyTo(gram.AsSpan(i * width));
            gram[(i * width) + columns] = row[_units];
            row.Slice(columns, outputs).CopyTo(cross.AsSpan(i * outputs));
        }
        return new RidgeFit(gram, cross, original, outputs, hasBias);
    }
}

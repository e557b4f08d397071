using System.Buffers;

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
/// wanted responses are those of the original model and the given ones those of the shrunk model, so that errors do not add up. Memory:
/// units^2 numbers, three times that if wanted responses differ from given ones. Cost: samples x units^2 + size x units x (size + outputs).
/// </remarks>
internal sealed class ResponseMatching
{
    /// <summary>Share of each unit's square that is added to it, so that nothing is divided by rounding errors.</summary>
    public const double Rounding = 1e-11;

    private readonly int _units;
    private readonly int _stride;
    private readonly double[] _gram;
    private readonly Action<int> _addBlock;
    // The same as the gram matrix as long as the wanted responses are the given ones.
    private double[] _cross;
    private double[] _wantedSquares;
    private ReadOnlyMemory<double> _given;
    private ReadOnlyMemory<double> _wanted;
    private int _samples;

    /// <summary>Begins with no samples.</summary>
    /// <param name="units">Number of units, 1 to 20,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public ResponseMatching(int units)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(units, 20_000);
        _units = units;
        // The constant, response 1, is the last column.
        _stride = Kernels.Pad(units + 1);
        _gram = new double[(units + 1) * _stride];
        _cross = _wantedSquares = _gram;
        _addBlock = AddBlock;
    }

    private bool IsAlike => ReferenceEquals(_cross, _gram);

    /// <summary>Samples seen.</summary>
    public long Samples { get; private set; }

    /// <summary>Adds samples.</summary>
    /// <param name="given">Responses of the units now, samples x units, row-major.</param>
    /// <param name="wanted">Responses in the original model; empty if they are the same.</param>
    /// <param name="cancellation">Ends the work early; no more can be added then.</param>
    /// <exception cref="ArgumentException">
    /// A length is not a whole number of samples, the lengths differ, or a response is not finite.
    /// </exception>
    public void Add(
        ReadOnlyMemory<double> given, ReadOnlyMemory<double> wanted = default, CancellationToken cancellation = default)
    {
        if (wanted.IsEmpty)
            wanted = given;
        if (given.Length % _units != 0 || wanted.Length != given.Length)
        {
            throw new ArgumentException(
                $"{given.Length} and {wanted.Length} responses are not samples of {_units} units each.", nameof(given));
        }
        if (double.IsNaN(Finite(given.Span) + Finite(wanted.Span)))
            throw new ArgumentException("A response is not finite; check the calibration data.", nameof(given));
        if (IsAlike && !wanted.Equals(given))
        {
            Mirror(_gram, cancellation);
            _cross = [.. _gram];
            _wantedSquares = [.. _gram];
        }
        const int Chunk = 256;
        for (int first = 0; first < given.Length / _units; first += Chunk)
        {
            _samples = Math.Min(Chunk, given.Length / _units - first);
            _given = Extended(given.Span.Slice(first * _units, _samples * _units));
            _wanted = IsAlike ? _given : Extended(wanted.Span.Slice(first * _units, _samples * _units));
            Samples += _samples;
            Parallel.For(0, (_units + 1 + BlockRows - 1) / BlockRows, new ParallelOptions { CancellationToken = cancellation }, _addBlock);
        }
    }

    private const int BlockRows = 32;

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
        Mirror(_gram, cancellation);
        if (!IsAlike)
            Mirror(_wantedSquares, cancellation);
        double[] targets = Targets(outgoing, outputs, cancellation), correlations = leftOut is null ? [] : [.. targets];
        var pursuit = new ResponsePursuit(_gram, _stride, _units, targets, outputs, Rounding);
        if (hasBias)
            pursuit.Take(_units);
        int[] kept = pursuit.Choose(size, cancellation);
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
                gram[i * columns.Length + j] = _gram[columns[i] * _stride + columns[j]];
            correlations.AsSpan(columns[i] * outputs, outputs).CopyTo(own.AsSpan(i * outputs));
            if (i < kept.Length)
                outgoing.Slice(kept[i] * outputs, outputs).CopyTo(original.AsSpan(i * outputs));
        }
        var fit = new RidgeFit(gram, own, original, outputs, hasBias);
        double[] weights = fit.Run(leftOut.Given(kept), leftOut.Wanted(outgoing, outputs, cancellation), cancellation);
        int length = kept.Length * outputs;
        return new ResponseSelection(new UnitSelection(kept, weights[..length]), weights[length..], 0);
    }

    /// <summary>Sums over the samples of given response x wanted output.</summary>
    private double[] Targets(ReadOnlySpan<double> outgoing, int outputs, CancellationToken cancellation)
    {
        double[] targets = new double[(_units + 1) * outputs];
        for (int i = 0; i <= _units; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> row = targets.AsSpan(i * outputs, outputs);
            for (int j = 0; j < _units; j++)
            {
                double product = _cross[i * _stride + j];
                ReadOnlySpan<double> sent = outgoing.Slice(j * outputs, outputs);
                for (int o = 0; o < outputs; o++)
                    row[o] += product * sent[o];
            }
        }
        return targets;
    }

    private double Error(ReadOnlySpan<double> outgoing, int outputs, double explained, CancellationToken cancellation)
    {
        double all = 0, constant = 0;
        double[] through = new double[outputs];
        for (int i = 0; i < _units; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Clear(through);
            for (int j = 0; j < _units; j++)
            {
                double product = _wantedSquares[i * _stride + j];
                for (int o = 0; o < outputs; o++)
                    through[o] += product * outgoing[j * outputs + o];
            }
            for (int o = 0; o < outputs; o++)
                all += through[o] * outgoing[i * outputs + o];
        }
        for (int o = 0; o < outputs; o++)
        {
            double sum = 0;
            for (int j = 0; j < _units; j++)
                sum += _wantedSquares[_units * _stride + j] * outgoing[j * outputs + o];
            constant += sum * sum / Samples;
        }
        double deviation = all - constant;
        return deviation > 0 ? Math.Sqrt(Math.Max(0, all - explained) / deviation) : 0;
    }

    /// <summary>
    /// Adds to a block of rows of the three matrices: given x given, given x wanted, wanted x wanted. The symmetric ones are filled from
    /// the diagonal of the block on.
    /// </summary>
    private void AddBlock(int block)
    {
        int first = block * BlockRows, count = Math.Min(BlockRows, _units + 1 - first);
        double[] factors = ArrayPool<double>.Shared.Rent(BlockRows * _samples);
        Transpose(_given.Span, first, count, factors);
        Add(_gram, first, first, factors, _given.Span);
        if (!IsAlike)
        {
            Add(_cross, first, 0, factors, _wanted.Span);
            Transpose(_wanted.Span, first, count, factors);
            Add(_wantedSquares, first, first, factors, _wanted.Span);
        }
        ArrayPool<double>.Shared.Return(factors);

        void Add(double[] sums, int row, int column, double[] factors, ReadOnlySpan<double> rows) => BlockProduct.Subtract(
            sums.AsSpan(row * _stride + column), _stride, count, factors, _samples, rows[column..], _stride, _samples, _stride - column);
    }

    // Negated, since the block product subtracts.
    private void Transpose(ReadOnlySpan<double> responses, int first, int count, double[] factors)
    {
        for (int sample = 0; sample < _samples; sample++)
        {
            for (int i = 0; i < count; i++)
                factors[i * _samples + sample] = -responses[sample * _stride + first + i];
        }
    }

    private void Mirror(double[] sums, CancellationToken cancellation)
    {
        for (int row = 1; row <= _units; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int column = 0; column < row / BlockRows * BlockRows; column++)
                sums[row * _stride + column] = sums[column * _stride + row];
        }
    }

    private double[] Extended(ReadOnlySpan<double> responses)
    {
        double[] extended = new double[_samples * _stride];
        for (int sample = 0; sample < _samples; sample++)
        {
            responses.Slice(sample * _units, _units).CopyTo(extended.AsSpan(sample * _stride));
            extended[sample * _stride + _units] = 1;
        }
        return extended;
    }

    private static double Finite(ReadOnlySpan<double> values)
    {
        double probe = 0;
        foreach (double value in values)
            probe += value * 0;
        return probe;
    }
}

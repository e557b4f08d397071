using System.Buffers;

namespace Polylog.Networks;

/// <summary>
/// Second moments of responses, and of a constant behind them: given x given, given x wanted, wanted x wanted. Samples stream through and
/// are not held. Memory: columns^2 numbers, three times that if wanted responses differ from given ones. Cost: samples x columns^2.
/// </summary>
internal sealed class ResponseMoments
{
    private const int BlockRows = 32;

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
    /// <param name="units">Columns of a sample.</param>
    public ResponseMoments(int units)
    {
        _units = units;
        // The constant, response 1, is the last column.
        _stride = Kernels.Pad(units + 1);
        _gram = new double[(units + 1) * _stride];
        _cross = _wantedSquares = _gram;
        _addBlock = AddBlock;
    }

    /// <summary>Given x given, (columns + 1) x stride.</summary>
    public GramMatrix Gram => new(_gram, _stride, _units);

    /// <summary>Given x wanted, rows of the same length.</summary>
    public double[] Cross => _cross;

    /// <summary>Wanted x wanted, rows of the same length.</summary>
    public double[] WantedSquares => _wantedSquares;

    /// <summary>Samples seen.</summary>
    public long Samples { get; private set; }

    private bool IsAlike => ReferenceEquals(_cross, _gram);

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

    /// <summary>Fills the halves of the symmetric matrices that the sums leave out.</summary>
    public void Complete(CancellationToken cancellation)
    {
        Mirror(_gram, cancellation);
        if (!IsAlike)
            Mirror(_wantedSquares, cancellation);
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

/// <summary>Second moments of some columns and of a constant behind them.</summary>
/// <param name="Sums">(columns + 1) x stride.</param>
/// <param name="Stride">Row length.</param>
/// <param name="Columns">Columns, without the constant.</param>
internal readonly record struct GramMatrix(double[] Sums, int Stride, int Columns)
{
    /// <summary>The sum of products of a column with all columns.</summary>
    public ReadOnlySpan<double> Row(int column) => Sums.AsSpan(column * Stride, Columns + 1);
}

using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>
/// Solves least squares from second moments by a Cholesky factorisation in blocks. A column that depends on those before it gets weights of
/// 0.
/// </summary>
/// <remarks>Cost: columns^2 x (columns / 6 + outputs) multiply-adds, in products of blocks on all processors.</remarks>
internal sealed class NormalEquations
{
    private const int BlockSize = 64;

    // Rows of a product that one thread does.
    private const int Portion = 32;

    private readonly double[] _matrix;
    private readonly double[] _floors;
    private readonly bool[] _depends;
    private readonly int _size;

    /// <summary>Factorises.</summary>
    /// <param name="moments">IN/OUT, second moments, size x size, symmetric; it becomes the factor.</param>
    /// <param name="size">Columns.</param>
    /// <param name="rounding">Share of each square that is added to it.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public NormalEquations(double[] moments, int size, double rounding, CancellationToken cancellation)
    {
        (_matrix, _size) = (moments, size);
        _floors = new double[size];
        _depends = new bool[size];
        for (int i = 0; i < size; i++)
        {
            _matrix[(i * size) + i] *= 1 + rounding;
            _floors[i] = ResponsePursuit.Independence * rounding * _matrix[(i * size) + i];
        }
        for (int start = 0; start < size; start += BlockSize)
        {
            cancellation.ThrowIfCancellationRequested();
            int end = Math.Min(start + BlockSize, size);
            Factorise(start, end);
            Parallel.For(end, size, row => Divide(row, start, end));
            Reduce(start, end);
        }
    }

    /// <summary>Solves for several outputs.</summary>
    /// <param name="sums">IN, correlations, size x outputs.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>Weights, size x outputs.</returns>
    public double[] Solve(ReadOnlySpan<double> sums, int outputs, CancellationToken cancellation)
    {
        int stride = Kernels.Pad(outputs);
        double[] rows = new double[_size * stride];
        for (int i = 0; i < _size; i++)
            sums.Slice(i * outputs, outputs).CopyTo(rows.AsSpan(i * stride));
        for (int start = 0; start < _size; start += BlockSize)
        {
            cancellation.ThrowIfCancellationRequested();
            Forward(rows, stride, start, Math.Min(start + BlockSize, _size));
        }
        for (int start = (_size - 1) / BlockSize * BlockSize; start >= 0; start -= BlockSize)
        {
            cancellation.ThrowIfCancellationRequested();
            Backward(rows, stride, start, Math.Min(start + BlockSize, _size));
        }
        double[] weights = new double[_size * outputs];
        for (int i = 0; i < _size; i++)
            rows.AsSpan(i * stride, outputs).CopyTo(weights.AsSpan(i * outputs));
        return weights;
    }

    private Span<double> Row(int row) => _matrix.AsSpan(row * _size, _size);

    private void Factorise(int start, int end)
    {
        for (int j = start; j < end; j++)
        {
            double square = Row(j)[j];
            _depends[j] = !(square > _floors[j]);
            Row(j)[j] = _depends[j] ? 1 : Math.Sqrt(square);
            for (int i = j + 1; i < end; i++)
            {
                double along = _depends[j] ? 0 : Row(i)[j] / Row(j)[j];
                Row(i)[j] = along;
                for (int k = j + 1; k <= i; k++)
                    Row(i)[k] -= along * Row(k)[j];
            }
        }
    }

    // A row below a block of columns that is factorised.
    private void Divide(int row, int start, int end)
    {
        Span<double> own = Row(row);
        for (int j = start; j < end; j++)
        {
            double sum = own[j] - TensorPrimitives.Dot(own[start..j], Row(j)[start..j]);
            own[j] = _depends[j] ? 0 : sum / Row(j)[j];
        }
    }

    // Takes the block's part off all that is behind it, below the diagonal.
    private void Reduce(int start, int end)
    {
        int count = end - start, below = _size - end, stride = Kernels.Pad(Math.Max(1, below));
        if (below == 0)
            return;
        double[] turned = new double[count * stride];
        for (int i = 0; i < below; i++)
        {
            for (int j = 0; j < count; j++)
                turned[(j * stride) + i] = Row(end + i)[start + j];
        }
        // The rows' own parts are copied: a padded product may write behind the diagonal, never into them.
        Parallel.For(0, (below + Portion - 1) / Portion, portion =>
        {
            int first = portion * Portion, rows = Math.Min(Portion, below - first);
            double[] factors = new double[rows * count], target = new double[rows * stride];
            int columns = Kernels.Pad(first + rows);
            for (int i = 0; i < rows; i++)
            {
                Row(end + first + i).Slice(start, count).CopyTo(factors.AsSpan(i * count));
                Row(end + first + i).Slice(end, first + rows).CopyTo(target.AsSpan(i * stride));
            }
            BlockProduct.Subtract(target, stride, rows, factors, count, turned, stride, count, columns);
            for (int i = 0; i < rows; i++)
                target.AsSpan(i * stride, first + rows).CopyTo(Row(end + first + i)[end..]);
        });
    }

    private void Forward(double[] rows, int stride, int start, int end)
    {
        for (int j = start; j < end; j++)
        {
            Span<double> own = rows.AsSpan(j * stride, stride);
            for (int k = start; k < j; k++)
                TensorPrimitives.MultiplyAdd(rows.AsSpan(k * stride, stride), -Row(j)[k], own, own);
            if (_depends[j])
                own.Clear();
            else
                TensorPrimitives.Divide(own, Row(j)[j], own);
        }
        int below = _size - end;
        Parallel.For(0, (below + Portion - 1) / Portion, portion =>
        {
            int first = end + (portion * Portion), count = Math.Min(Portion, _size - first);
            BlockProduct.Subtract(
                rows.AsSpan(first * stride), stride, count, _matrix.AsSpan((first * _size) + start), _size,
                rows.AsSpan(start * stride, (end - start) * stride), stride, end - start, stride);
        });
    }

    private void Backward(double[] rows, int stride, int start, int end)
    {
        int below = _size - end;
        if (below > 0)
        {
            double[] turned = new double[(end - start) * below];
            for (int i = 0; i < below; i++)
            {
                for (int j = start; j < end; j++)
                    turned[((j - start) * below) + i] = Row(end + i)[j];
            }
            Parallel.For(0, (end - start + 7) / 8, portion =>
            {
                int first = portion * 8, count = Math.Min(8, end - start - first);
                BlockProduct.Subtract(
                    rows.AsSpan((start + first) * stride, count * stride), stride, count, turned.AsSpan(first * below), below,
                    rows.AsSpan(end * stride), stride, below, stride);
            });
        }
        for (int j = end - 1; j >= start; j--)
        {
            Span<double> own = rows.AsSpan(j * stride, stride);
            for (int k = j + 1; k < end; k++)
                TensorPrimitives.MultiplyAdd(rows.AsSpan(k * stride, stride), -Row(k)[j], own, own);
            if (_depends[j])
                own.Clear();
            else
                TensorPrimitives.Divide(own, Row(j)[j], own);
        }
    }
}

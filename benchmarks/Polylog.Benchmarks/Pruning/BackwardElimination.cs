using System.Numerics.Tensors;
using Polylog.Networks;

namespace Polylog.Benchmarks;

/// <summary>
/// Removes one unit after another, each time the one without which the others can make the outputs best: optimal brain surgeon for whole
/// units.
/// </summary>
/// <remarks>
/// B. Hassibi, D. Stork, Second order derivatives for network pruning: optimal brain surgeon, 1992; for structures: E. Kurtic, E. Frantar,
/// D. Alistarh, ZipLM: inference-aware structured pruning of language models, 2023. With the inverse P of the second moments G and the best
/// weights W = P C, the removal of the columns S raises the squared error by tr(W_S^T P_SS^-1 W_S); then W -= P_:S P_SS^-1 W_S and P -=
/// P_:S P_SS^-1 P_S:. Targets are those of the library's own choice: all readers, each divided by its own size. Cost: units^2 x (units +
/// outputs).
/// </remarks>
internal sealed class BackwardElimination
{
    /// <summary>
    /// Share of each square that is added to it, so that columns that depend on others have an inverse. ZipLM and OBC add a share of the
    /// mean square, for single precision.
    /// </summary>
    private const double Damping = 1e-7;

    private readonly double[] _inverse;
    private readonly double[] _weights;
    private readonly int _size;
    private readonly int _width;
    private readonly int _block;
    private readonly HashSet<int> _removed = [];

    private BackwardElimination(ReadingPlace place, bool isAlone, CancellationToken cancellation)
    {
        GramMatrix gram = place.Gram(cancellation);
        (double[] targets, _width) = place.Targets(isAlone, cancellation);
        // The constant is the last column, and is never removed.
        (_block, _size) = (place.Columns, gram.Columns + (place.HasBias ? 1 : 0));
        double[] moments = new double[_size * _size];
        for (int i = 0; i < _size; i++)
        {
            gram.Row(i)[.._size].CopyTo(moments.AsSpan(i * _size));
            double square = moments[(i * _size) + i];
            moments[(i * _size) + i] = square > 0 ? square * (1 + Damping) : 1;
        }
        BlockCholesky.Factorise(moments, _size);
        _inverse = new double[_size * _size];
        _weights = new double[_size * _width];
        Parallel.For(0, _size, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            Span<double> row = _inverse.AsSpan(i * _size, _size), weights = _weights.AsSpan(i * _width, _width);
            row[i] = 1;
            Cholesky.Solve(moments, row);
            for (int j = 0; j < _size; j++)
                TensorPrimitives.MultiplyAdd(targets.AsSpan(j * _width, _width), row[j], weights, weights);
        });
    }

    /// <inheritdoc cref="KeepRule"/>
    public static int[] Keep(HiddenLayer layer, IReadOnlyList<ReadingPlace> places, int size, CancellationToken cancellation)
    {
        BackwardElimination[] parts =
            [.. places.Select(place => new BackwardElimination(place, layer.Readers.Count == 1, cancellation))];
        var left = Enumerable.Range(0, layer.Units).ToList();
        while (left.Count > size)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] losses = new double[left.Count];
            Parallel.For(0, losses.Length, i => losses[i] = parts.Sum(part => part.Loss(left[i])));
            int least = Array.IndexOf(losses, losses.Min());
            foreach (BackwardElimination part in parts)
                part.Remove(left[least]);
            left.RemoveAt(least);
        }
        return [.. left];
    }

    /// <summary>By how much the squared error rises without a unit: |L^-1 W_S|^2 with the Cholesky factor L of P_SS.</summary>
    private double Loss(int unit)
    {
        double[] factor = Factor(unit), rows = _weights[(unit * _block * _width)..((unit + 1) * _block * _width)];
        double loss = 0;
        for (int i = 0; i < _block; i++)
        {
            Span<double> own = rows.AsSpan(i * _width, _width);
            for (int j = 0; j < i; j++)
                TensorPrimitives.MultiplyAdd(rows.AsSpan(j * _width, _width), -factor[(i * _block) + j], own, own);
            TensorPrimitives.Divide(own, factor[(i * _block) + i], own);
            loss += TensorPrimitives.SumOfSquares(own);
        }
        return loss;
    }

    private void Remove(int unit)
    {
        int first = unit * _block;
        double[] factor = Factor(unit);
        double[] inverse = _inverse[(first * _size)..((first + _block) * _size)];
        double[] weights = _weights[(first * _width)..((first + _block) * _width)];
        _removed.Add(unit);
        Parallel.For(0, _size, row =>
        {
            if (_removed.Contains(row / _block))
                return;
            double[] along = _inverse.AsSpan((row * _size) + first, _block).ToArray();
            Cholesky.Solve(factor, along);
            Span<double> own = _inverse.AsSpan(row * _size, _size), sent = _weights.AsSpan(row * _width, _width);
            for (int i = 0; i < _block; i++)
            {
                TensorPrimitives.MultiplyAdd(inverse.AsSpan(i * _size, _size), -along[i], own, own);
                TensorPrimitives.MultiplyAdd(weights.AsSpan(i * _width, _width), -along[i], sent, sent);
            }
        });
    }

    private double[] Factor(int unit)
    {
        double[] factor = new double[_block * _block];
        for (int i = 0; i < _block; i++)
            _inverse.AsSpan((((unit * _block) + i) * _size) + (unit * _block), _block).CopyTo(factor.AsSpan(i * _block));
        Cholesky.Factorise(factor, _block, Damping);
        return factor;
    }
}

namespace Polylog;

/// <content>The steps: which there are, which is best, and what it changes.</content>
internal sealed partial class EnergyDescent
{
    /// <param name="Free">Free point along whose null vector to move; -1 for none.</param>
    /// <param name="Amount">Change of its weight.</param>
    /// <param name="Enters">Whether a basic point gives its place.</param>
    /// <param name="Change">Change of the energy.</param>
    private readonly record struct Step(int Free, double Amount, bool Enters, double Change);

    private void SetReciprocals() => SimplexStep.SetReciprocals(BasicWeights, _rank, _floor, Reciprocals);

    private Step Best(double limit)
    {
        var best = new Step(-1, 0, false, limit);
        for (int j = 0; j < _frees; j++)
        {
            if (_barred[j])
                continue;
            Step step = Entering(j);
            if (step.Change < best.Change)
                best = step;
            if (!(_freeWeights[j] > 0))
                continue;
            step = Leaving(j);
            if (step.Change < best.Change)
                best = step;
        }
        _work += (long)_frees * _rank;
        return best;
    }

    /// <summary>More weight to a free point.</summary>
    private Step Entering(int j)
    {
        double largest = Kernels.ProductRange(Vectors.Slice(j * _stride, _stride), Reciprocals).Largest;
        double amount = largest > 0 ? 1 / largest : double.PositiveInfinity;
        // A point more can be kept, or is already: then the least energy may come before the first weight is zero.
        if ((_freeWeights[j] > 0 || _kept < _target) && Least(j) is var least && least < amount)
            return least > 0 ? new Step(j, least, false, Change(j, least)) : new Step(-1, 0, false, 0);
        return double.IsFinite(amount) ? new Step(j, amount, true, Change(j, amount)) : new Step(-1, 0, false, 0);
    }

    /// <summary>Less weight to a free point.</summary>
    private Step Leaving(int j)
    {
        double smallest = Kernels.ProductRange(Vectors.Slice(j * _stride, _stride), Reciprocals).Smallest;
        double least = Math.Min(0, Least(j));
        double amount = Math.Max(-_freeWeights[j], least);
        return smallest < 0 && amount < 1 / smallest
            ? new Step(j, 1 / smallest, true, Change(j, 1 / smallest)) : new Step(j, amount, false, Change(j, amount));
    }

    private double Least(int j) =>
        _curvatures[j] > 0 ? -_slopes[j] / _curvatures[j] : _slopes[j] < 0 ? double.PositiveInfinity : double.NegativeInfinity;

    private double Change(int j, double amount) => amount * (2 * _slopes[j] + amount * _curvatures[j]);

    /// <summary>
    /// Takes a step. Returns the change of the energy; 0 where a pivot would be too small to be trusted, and nothing changes but that the
    /// step is not looked at again.
    /// </summary>
    private double Take(Step step, double leastPivot)
    {
        int j = step.Free;
        Span<double> vector = Vectors.Slice(j * _stride, _stride);
        int leaving = step.Enters ? SimplexStep.Blocking(vector, Reciprocals, _rank, step.Amount > 0) : -1;
        if (leaving >= 0 && Math.Abs(vector[leaving]) < leastPivot)
        {
            _barred[j] = true;
            return 0;
        }
        Array.Clear(_barred, 0, _frees);
        bool wasKept = _freeWeights[j] > 0;
        SimplexStep.Move(BasicWeights, _rank, step.Amount, vector);
        _freeWeights[j] = Math.Max(0, _freeWeights[j] + step.Amount);
        double[] products = Products(j);
        for (int i = 0; i < _frees; i++)
            _slopes[i] += step.Amount * products[i];
        if (!wasKept)
            _kept++;
        if (leaving >= 0)
            Pivot(j, leaving, products);
        if (_freeWeights[j] == 0)
            _kept--;
        _work += 3L * _frees * _rank;
        return step.Change;
    }

    /// <summary>Energy of a null vector with each of them.</summary>
    private double[] Products(int j)
    {
        if (_products.Length < _frees)
            _products = new double[_frees];
        ReadOnlySpan<double> vector = Vectors.Slice(j * _stride, _stride);
        ReadOnlySpan<double> row = _kernel.Row(_free[j]);
        Span<double> along = _alongBuffer.Take(row.Length);
        row.CopyTo(along);
        for (int b = 0; b < _rank; b++)
            Kernels.SubtractScaled(along, vector[b], _kernel.Row(_basic[b]));
        Span<double> alongBasic = AlongBasic;
        for (int b = 0; b < _rank; b++)
            alongBasic[b] = along[_basic[b]];
        for (int i = 0; i < _frees; i++)
            _products[i] = along[_free[i]] - Kernels.DotAndSquare(Vectors.Slice(i * _stride, _stride), alongBasic).Dot;
        return _products;
    }

    /// <summary>A free point and a basic one change places.</summary>
    private void Pivot(int entering, int leaving, double[] products)
    {
        Span<double> vectors = Vectors;
        Span<double> pivot = vectors.Slice(entering * _stride, _stride);
        double reciprocal = 1 / pivot[leaving];
        for (int i = 0; i < _frees; i++)
        {
            if (i == entering)
                continue;
            double factor = SimplexStep.Exchange(vectors.Slice(i * _stride, _stride), pivot, leaving, reciprocal);
            _slopes[i] -= factor * _slopes[entering];
            _curvatures[i] += factor * (factor * _curvatures[entering] - 2 * products[i]);
        }
        for (int b = 0; b < _rank; b++)
            pivot[b] *= -reciprocal;
        pivot[leaving] = reciprocal;
        _slopes[entering] *= -reciprocal;
        _curvatures[entering] *= reciprocal * reciprocal;
        (_basic[leaving], _free[entering]) = (_free[entering], _basic[leaving]);
        BasicWeights[leaving] = _freeWeights[entering];
        _freeWeights[entering] = 0;
    }
}

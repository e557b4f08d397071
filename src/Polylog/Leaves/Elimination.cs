namespace Polylog;

/// <summary>
/// Moves weight along null vectors until at most as many points as asked have a weight. Every matched sum stays the same.
/// </summary>
/// <remarks>
/// <para>
/// One step (Caratheodory; Steinitz): along the null vector of a free point j, t up or down, until the first weight, a basic
/// point's or j's own, reaches zero. That point is gone. If it is j, nothing else changes; if it is a basic point b, j takes
/// its place in the basis and the other null vectors are cleared at b by a rank-1 update. Rows are null vectors here (the
/// transposed tableau), so ratio tests and updates run over contiguous memory. Cost: at most points x rank multiply-adds
/// a removed point.
/// </para>
/// <para>
/// Only the last points are looked at when the cheapest step is wanted, so only a <see cref="Batch"/> of null vectors at the end is kept up
/// to date; the exchanges wait in <see cref="PendingExchanges"/>, until the batch is used up, for the others: all at once, to the same bits
/// as one by one.
/// </para>
/// <para>
/// When the tableau carries extra rows, the step is chosen among all free points and both directions such that the sum
/// of squares of the unmatched functions' accumulated change stays smallest: the discrepancy of the next order is the leading
/// term of the compression's error, and steps that cancel it are as cheap as any. Where more points may stay than the rank, their null
/// vectors then lower it further.
/// </para>
/// </remarks>
internal sealed class Elimination(Workers? workers = null)
{
    /// <summary>Free points looked at for one that can simply go.</summary>
    private const int Candidates = 8;

    /// <summary>Null vectors kept up to date, at least, when exchanges are put off.</summary>
    private const int Batch = 64;

    /// <summary>Doubles up to which the null vectors stay in the first caches anyway: exchanges are not put off.</summary>
    private const int SmallArray = 16_384;

    /// <summary>Sweeps over the kept points. A few are enough; more would fit the next order at the cost of the orders beyond.</summary>
    private const int Sweeps = 5;

    /// <summary>The part of a weight that a step of a sweep may take.</summary>
    private const double Reach = 0.5;

    private readonly Workers _workers = workers ?? new Workers();
    private readonly PendingExchanges _pending = new(workers ?? new Workers());
    private readonly AlignedBuffer _vectorBuffer = new();
    private readonly AlignedBuffer _basicBuffer = new();
    private readonly AlignedBuffer _changeBuffer = new();
    private double[] _freeWeights = [];
    private int[] _freeColumns = [];
    private int[] _basicColumns = [];

    private int _rank;
    private int _free;
    private int _lagging; // free points, from the first on, whose null vectors wait for the pending exchanges
    private int _rankStride;
    private int _stride;
    private double _floor;

    /// <summary>Runs the eliminations and writes the new weights.</summary>
    /// <param name="tableau">IN, of the points' features.</param>
    /// <param name="weights">IN/OUT, the points' weights by original column; removed points get zero.</param>
    /// <param name="target">Points to keep. The rank is kept where that is more.</param>
    public void Run(Tableau tableau, Span<double> weights, int target)
    {
        Load(tableau, weights);
        Span<double> vectors = _vectorBuffer.Take(_free * _stride);
        Span<double> basic = _basicBuffer.Take(2 * _rankStride);
        Span<double> basicWeights = basic[.._rankStride];
        Span<double> reciprocals = basic[_rankStride..];
        Span<double> change = _changeBuffer.Take(_stride - _rankStride);
        change.Clear();
        _lagging = change.Length > 0 || _free * _stride <= SmallArray ? 0 : Math.Max(0, _free - Batch);
        _pending.Start(_rank, _rankStride, Batch);
        while (_free > 0 && _rank + _free > target)
        {
            _workers.Cancellation.ThrowIfCancellationRequested();
            if (_lagging > 0 && _free - _lagging < Candidates)
            {
                _pending.Apply(_vectorBuffer, _lagging);
                _lagging = Math.Max(0, _free - Batch);
            }
            SimplexStep.SetReciprocals(basicWeights, _rank, _floor, reciprocals);
            Step step = change.Length > 0 ? LeastChange(vectors, reciprocals, change) : Cheapest(vectors, reciprocals);
            Take(step, vectors, basicWeights, reciprocals, change);
        }
        if (change.Length > 0)
            Settle(vectors, basicWeights, reciprocals, change);
        weights.Clear();
        // A weight below the floor stops no step, so rounding can leave it below zero: it is zero.
        for (int b = 0; b < _rank; b++)
            weights[_basicColumns[b]] = Math.Max(0, basicWeights[b]);
        for (int j = 0; j < _free; j++)
            weights[_freeColumns[j]] = _freeWeights[j];
    }

    /// <param name="Free">Free point along whose null vector to move.</param>
    /// <param name="Amount">Change of its weight, negative to shrink it.</param>
    /// <param name="Removes">True when the free point itself reaches zero.</param>
    private readonly record struct Step(int Free, double Amount, bool Removes);

    private void Load(Tableau tableau, ReadOnlySpan<double> weights)
    {
        _rank = tableau.Rank;
        _free = tableau.Points - _rank;
        _rankStride = Kernels.Pad(_rank);
        _stride = _rankStride + Kernels.Pad(tableau.Extras);
        if (_freeWeights.Length < tableau.Points)
        {
            _freeWeights = new double[tableau.Points];
            _freeColumns = new int[tableau.Points];
            _basicColumns = new int[tableau.Points];
        }
        Span<double> vectors = _vectorBuffer.Take(_free * _stride);
        vectors.Clear();
        for (int b = 0; b < _rank; b++)
        {
            ReadOnlySpan<double> row = tableau.Row(b).Slice(_rank, _free);
            for (int j = 0; j < row.Length; j++)
                vectors[j * _stride + b] = row[j];
        }
        for (int e = 0; e < tableau.Extras; e++)
        {
            ReadOnlySpan<double> row = tableau.ExtraRow(e).Slice(_rank, _free);
            for (int j = 0; j < row.Length; j++)
                vectors[j * _stride + _rankStride + e] = row[j];
        }
        ReadOnlySpan<int> columns = tableau.Columns;
        Span<double> basicWeights = _basicBuffer.Take(2 * _rankStride)[.._rankStride];
        basicWeights.Clear();
        double total = 0;
        for (int position = 0; position < columns.Length; position++)
        {
            double weight = weights[columns[position]];
            total += weight;
            if (position < _rank)
            {
                basicWeights[position] = weight;
                _basicColumns[position] = columns[position];
            }
            else
            {
                _freeWeights[position - _rank] = weight;
                _freeColumns[position - _rank] = columns[position];
            }
        }
        // A basic weight that is zero up to rounding must not stop a step through an entry that is zero up to rounding.
        _floor = Math.Max(4 * Tableau.MachineEpsilon * total / Math.Max(1, columns.Length), double.Epsilon * 1e16);
    }

    /// <summary>The last free point; shrinks it away if the others allow, else the direction with the larger pivot.</summary>
    private Step Cheapest(ReadOnlySpan<double> vectors, ReadOnlySpan<double> reciprocals)
    {
        int last = _free - 1;
        Step fallback = default;
        for (int j = last; j > Math.Max(-1, last - Candidates); j--)
        {
            (double largest, double smallest) = Kernels.ProductRange(vectors.Slice(j * _stride, _rankStride), reciprocals);
            if (_freeWeights[j] * -smallest <= 1)
                return new Step(j, -_freeWeights[j], true);
            if (j == last)
                fallback = largest > -smallest ? new Step(j, 1 / largest, false) : new Step(j, 1 / smallest, false);
        }
        return fallback;
    }

    private Step LeastChange(ReadOnlySpan<double> vectors, ReadOnlySpan<double> reciprocals, ReadOnlySpan<double> change)
    {
        Step best = default;
        double least = double.PositiveInfinity;
        for (int j = 0; j < _free; j++)
        {
            ReadOnlySpan<double> vector = vectors.Slice(j * _stride, _stride);
            (double largest, double smallest) = Kernels.ProductRange(vector[.._rankStride], reciprocals);
            (double along, double square) = Kernels.DotAndSquare(vector[_rankStride..], change);
            bool removes = _freeWeights[j] * -smallest <= 1;
            double down = removes ? _freeWeights[j] : -1 / smallest;
            double downCost = down * (down * square - 2 * along);
            if (downCost < least)
            {
                least = downCost;
                best = new Step(j, -down, removes);
            }
            if (largest > 0)
            {
                double up = 1 / largest;
                double upCost = up * (up * square + 2 * along);
                if (upCost < least)
                {
                    least = upCost;
                    best = new Step(j, up, false);
                }
            }
        }
        return best;
    }

    private void Take(Step step, Span<double> vectors, Span<double> basicWeights, ReadOnlySpan<double> reciprocals, Span<double> change)
    {
        int j = step.Free;
        Span<double> vector = vectors.Slice(j * _stride, _stride);
        int leaving = step.Removes ? -1 : SimplexStep.Blocking(vector[.._rankStride], reciprocals, _rank, step.Amount > 0);
        double amount = leaving < 0 ? step.Amount : basicWeights[leaving] / vector[leaving];
        SimplexStep.Move(basicWeights, _rank, amount, vector[.._rankStride]);
        if (change.Length > 0)
            Kernels.SubtractScaled(change, -amount, vector[_rankStride..]);
        if (leaving >= 0)
        {
            basicWeights[leaving] = Math.Max(0, _freeWeights[j] + amount);
            _basicColumns[leaving] = _freeColumns[j];
            Pivot(vectors, j, leaving);
        }
        RemoveFree(vectors, j);
    }

    /// <summary>
    /// Moves the weights of the kept points along their null vectors, one after the other, to where the change of the unmatched functions
    /// is least, but never so far that a weight gets near zero.
    /// </summary>
    private void Settle(ReadOnlySpan<double> vectors, Span<double> basicWeights, Span<double> reciprocals, Span<double> change)
    {
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            for (int j = 0; j < _free; j++)
            {
                ReadOnlySpan<double> vector = vectors.Slice(j * _stride, _stride);
                (double along, double square) = Kernels.DotAndSquare(vector[_rankStride..], change);
                if (!(square > 0))
                    continue;
                SimplexStep.SetReciprocals(basicWeights, _rank, _floor, reciprocals);
                (double largest, double smallest) = Kernels.ProductRange(vector[.._rankStride], reciprocals);
                double up = largest > 0 ? Reach / largest : double.PositiveInfinity;
                double down = Reach * (smallest < 0 ? Math.Min(_freeWeights[j], -1 / smallest) : _freeWeights[j]);
                double amount = Math.Clamp(-along / square, -down, up);
                Kernels.SubtractScaled(basicWeights, amount, vector[.._rankStride]);
                Kernels.SubtractScaled(change, -amount, vector[_rankStride..]);
                _freeWeights[j] += amount;
            }
        }
    }

    private void Pivot(Span<double> vectors, int entering, int leaving)
    {
        ReadOnlySpan<double> pivotVector = vectors.Slice(entering * _stride, _stride);
        double reciprocal = 1 / pivotVector[leaving];
        if (_lagging > 0)
            _pending.Add(pivotVector, leaving);
        for (int i = _lagging; i < _free; i++)
        {
            if (i == entering)
                continue;
            SimplexStep.Exchange(vectors.Slice(i * _stride, _stride), pivotVector, leaving, reciprocal);
        }
    }

    private void RemoveFree(Span<double> vectors, int j)
    {
        _free--;
        if (j == _free)
            return;
        vectors.Slice(_free * _stride, _stride).CopyTo(vectors.Slice(j * _stride, _stride));
        _freeWeights[j] = _freeWeights[_free];
        _freeColumns[j] = _freeColumns[_free];
    }
}

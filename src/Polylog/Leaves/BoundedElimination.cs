namespace Polylog;

/// <summary>
/// Moves weight along null vectors until every point but the basic ones has weight 0 or the largest one allowed. Every matched sum stays
/// the same.
/// </summary>
/// <remarks>
/// <para>
/// The cube method (J.-C. Deville, Y. Tille, Efficient balanced sampling: the cube method, Biometrika 2004): a step along the null vector
/// of a free point ends where the first weight, a basic point's or its own, reaches 0 or the bound. That point is settled. If it is a basic
/// one, the free point takes its place in the basis. With q matched functions at most q weights end between 0 and the bound, so weights
/// are even where many more points than functions are kept.
/// </para>
/// <para>
/// Of all free points and both directions the step is taken that leaves the watched functions' accumulated change smallest. Where weights
/// are drawn instead, the direction is random, its chance in proportion to the length of the other one: then every weight is on average
/// what it was.
/// </para>
/// </remarks>
/// <param name="workers">Threads.</param>
internal sealed class BoundedElimination(Workers workers)
{
    /// <summary>
    /// Free points looked at for the best step, the last ones. Looking at all of them gains nothing that was measurable.
    /// </summary>
    private const int Candidates = 64;

    /// <summary>Null vectors kept up to date, at least.</summary>
    private const int Batch = 2 * Candidates;

    private readonly PendingExchanges _pending = new(workers);
    private readonly AlignedBuffer _vectorBuffer = new();
    private readonly AlignedBuffer _basicBuffer = new();
    private double[] _freeWeights = [];
    private int[] _freeColumns = [];
    private int[] _basicColumns = [];
    private int _rank;
    private int _free;
    private int _atBound; // points that were settled at the bound
    private int _lagging; // free points, from the first on, whose null vectors wait for the pending exchanges
    private int _rankStride;
    private int _stride;
    private double _floor;
    private double _bound;

    private Span<double> BasicWeights => _basicBuffer.Take(3 * _rankStride)[.._rankStride];

    /// <summary>One over the weight that a basic point can lose.</summary>
    private Span<double> Down => _basicBuffer.Take(3 * _rankStride).Slice(_rankStride, _rankStride);

    /// <summary>One over the weight that it can gain.</summary>
    private Span<double> Up => _basicBuffer.Take(3 * _rankStride)[(2 * _rankStride)..];

    /// <summary>Runs the eliminations and writes the new weights.</summary>
    /// <param name="tableau">IN, of the points' features; its extra rows are the watched functions.</param>
    /// <param name="weights">IN/OUT, the points' weights, 0 .. bound.</param>
    /// <param name="bound">Largest weight.</param>
    /// <param name="change">IN/OUT, accumulated change of the watched functions, padded.</param>
    /// <param name="random">Draws the directions; null to choose them by the watched functions.</param>
    /// <param name="keep">Stops where so few points have a weight, unless that is less than the rank.</param>
    public void Run(
        Tableau tableau, Span<double> weights, double bound, Span<double> change, RandomDirections? random = null, int keep = 0)
    {
        _bound = bound;
        _atBound = 0;
        Load(tableau, weights);
        Span<double> vectors = _vectorBuffer.Take(_free * _stride);
        Span<double> extras = change[..(_stride - _rankStride)];
        _lagging = Math.Max(0, _free - Batch);
        _pending.Start(_rank, _stride, Batch);
        while (_free > 0 && _rank + _free + _atBound > keep)
        {
            workers.Cancellation.ThrowIfCancellationRequested();
            if (_lagging > 0 && _free - _lagging < Candidates)
            {
                _pending.Apply(_vectorBuffer, _lagging);
                _lagging = Math.Max(0, _free - Batch);
            }
            Span<double> basic = BasicWeights;
            SimplexStep.SetReciprocals(basic, _rank, _floor, Down);
            Span<double> up = Up;
            for (int b = 0; b < _rank; b++)
                up[b] = 1 / Math.Max(_bound - basic[b], _floor);
            up[_rank..].Clear();
            Take(random is null ? LeastChange(vectors, extras) : Drawn(vectors, random), vectors, weights, extras);
        }
        for (int b = 0; b < _rank; b++)
            weights[_basicColumns[b]] = BasicWeights[b];
        for (int j = 0; j < _free; j++)
            weights[_freeColumns[j]] = _freeWeights[j];
    }

    /// <param name="Free">Free point along whose null vector to move.</param>
    /// <param name="Rate">One over the change of its weight, at which the first weight reaches an end of its range.</param>
    /// <param name="Gains">Whether the free point gains weight.</param>
    private readonly record struct Step(int Free, double Rate, bool Gains);

    private void Load(Tableau tableau, Span<double> weights)
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
        for (int row = 0; row < _rank + tableau.Extras; row++)
        {
            ReadOnlySpan<double> values = tableau.Row(row).Slice(_rank, _free);
            int at = row < _rank ? row : _rankStride + row - _rank;
            for (int j = 0; j < values.Length; j++)
                vectors[j * _stride + at] = values[j];
        }
        BasicWeights.Clear();
        ReadOnlySpan<int> columns = tableau.Columns;
        for (int position = 0; position < columns.Length; position++)
        {
            double weight = weights[columns[position]];
            if (position < _rank)
                (BasicWeights[position], _basicColumns[position]) = (weight, columns[position]);
            else
                (_freeWeights[position - _rank], _freeColumns[position - _rank]) = (weight, columns[position]);
        }
        // A weight that is at an end of its range up to rounding must not stop a step through an entry that is zero up to rounding.
        _floor = 4 * Tableau.MachineEpsilon * _bound;
    }

    private (double Gain, double Loss) Rates(ReadOnlySpan<double> vector, double weight)
    {
        // A basic point of positive entry loses weight where the free point gains some.
        (double lost, double gained) = Kernels.ProductRange(vector[.._rankStride], Down);
        (double upLost, double upGained) = Kernels.ProductRange(vector[.._rankStride], Up);
        return (Math.Max(Math.Max(lost, -upGained), 1 / Math.Max(_bound - weight, _floor)),
            Math.Max(Math.Max(-gained, upLost), 1 / Math.Max(weight, _floor)));
    }

    private Step LeastChange(ReadOnlySpan<double> vectors, ReadOnlySpan<double> change)
    {
        Step best = default;
        double least = double.PositiveInfinity;
        for (int j = _free - 1; j >= Math.Max(0, _free - Candidates); j--)
        {
            ReadOnlySpan<double> vector = vectors.Slice(j * _stride, _stride);
            (double gain, double loss) = Rates(vector, _freeWeights[j]);
            (double along, double square) = Kernels.DotAndSquare(vector[_rankStride..], change);
            double up = 1 / gain, down = 1 / loss;
            double upCost = up * (up * square + 2 * along), downCost = down * (down * square - 2 * along);
            if (upCost < least)
                (least, best) = (upCost, new Step(j, gain, true));
            if (downCost < least)
                (least, best) = (downCost, new Step(j, loss, false));
        }
        return best;
    }

    private Step Drawn(ReadOnlySpan<double> vectors, RandomDirections random)
    {
        int j = _free - 1;
        (double gain, double loss) = Rates(vectors.Slice(j * _stride, _stride), _freeWeights[j]);
        // The chance to gain is in proportion to how far the weight could fall.
        bool gains = random.Unit() * (gain + loss) < gain;
        return new Step(j, gains ? gain : loss, gains);
    }

    private void Take(Step step, Span<double> vectors, Span<double> weights, Span<double> change)
    {
        int j = step.Free;
        Span<double> vector = vectors.Slice(j * _stride, _stride);
        Span<double> basic = BasicWeights;
        double own = step.Gains ? 1 / Math.Max(_bound - _freeWeights[j], _floor) : 1 / Math.Max(_freeWeights[j], _floor);
        int leaving = own >= step.Rate ? -1 : Leaving(vector, step);
        double amount = step.Gains ? _bound - _freeWeights[j] : -_freeWeights[j];
        bool atBound = step.Gains;
        if (leaving >= 0)
        {
            atBound = vector[leaving] > 0 != step.Gains;
            amount = (atBound ? basic[leaving] - _bound : basic[leaving]) / vector[leaving];
        }
        Kernels.SubtractScaled(basic, amount, vector[.._rankStride]);
        for (int b = 0; b < _rank; b++)
            basic[b] = Math.Clamp(basic[b], 0, _bound);
        if (change.Length > 0)
            Kernels.SubtractScaled(change, -amount, vector[_rankStride..]);
        double settled = atBound ? _bound : 0;
        _atBound += atBound ? 1 : 0;
        if (leaving < 0)
        {
            weights[_freeColumns[j]] = settled;
        }
        else
        {
            weights[_basicColumns[leaving]] = settled;
            basic[leaving] = Math.Clamp(_freeWeights[j] + amount, 0, _bound);
            _basicColumns[leaving] = _freeColumns[j];
            double reciprocal = 1 / vector[leaving];
            if (_lagging > 0)
                _pending.Add(vector, leaving);
            for (int i = _lagging; i < _free; i++)
            {
                if (i != j)
                    SimplexStep.Exchange(vectors.Slice(i * _stride, _stride), vector, leaving, reciprocal);
            }
        }
        RemoveFree(vectors, j);
    }

    /// <summary>The basic point that reaches an end of its range first.</summary>
    private int Leaving(ReadOnlySpan<double> vector, Step step)
    {
        ReadOnlySpan<double> down = Down, up = Up;
        for (int b = 0; b < _rank; b++)
        {
            double entry = vector[b];
            double rate = entry > 0 == step.Gains ? Math.Abs(entry * down[b]) : Math.Abs(entry * up[b]);
            if (rate == step.Rate)
                return b;
        }
        throw new InvalidOperationException(
            $"No basic point blocks the step: rank {_rank}, rate {step.Rate}. This is an internal error; please report it.");
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

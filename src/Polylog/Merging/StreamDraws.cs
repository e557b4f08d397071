namespace Polylog;

/// <summary>
/// Random rows of a stream, drawn by weight as it passes: several draws, to compare a coreset with.
/// </summary>
/// <remarks>
/// Priority sampling (N. Duffield, C. Lund, M. Thorup, Priority sampling for estimation of arbitrary subset sums, J. ACM 54, 2007): the
/// rows of the largest w / u, with u uniform from a hash of the row's number. A row weighs the larger of its own weight and the largest
/// priority that was not drawn.
/// </remarks>
/// <param name="size">Rows of a draw.</param>
/// <param name="threads">Threads to use; 0 for one per processor.</param>
internal sealed class StreamDraws(int size, int threads = 0)
{
    private readonly Draw[] _draws = [.. Enumerable.Range(0, Evidence.Subsets).Select(_ => new Draw())];

    /// <summary>What was drawn so far, for <see cref="Restore"/>.</summary>
    public IReadOnlyList<DrawnRows> State => [.. _draws.Select(draw => draw.State)];

    /// <summary>Goes on from what was drawn before.</summary>
    /// <param name="state">One for each draw.</param>
    public void Restore(IReadOnlyList<DrawnRows> state)
    {
        for (int draw = 0; draw < _draws.Length; draw++)
            _draws[draw].Restore(state[draw]);
    }

    /// <summary>Lets rows pass.</summary>
    /// <param name="part">The rows.</param>
    /// <param name="first">The number of the first one.</param>
    public void Add(Measure part, long first)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? -1 : threads };
        Parallel.For(0, _draws.Length, parallel, draw => _draws[draw].Add(part, first, size, (ulong)draw + 1));
    }

    /// <summary>Takes in what passed elsewhere.</summary>
    /// <param name="other">The other rows' draws.</param>
    public void Merge(StreamDraws other)
    {
        for (int draw = 0; draw < _draws.Length; draw++)
            _draws[draw].Merge(other._draws[draw], size);
    }

    /// <summary>Changes the weights of all rows that passed.</summary>
    /// <param name="factor">What they are multiplied by.</param>
    public void Scale(double factor) => Restore([.. State.Select(draw => draw.Scaled(factor))]);

    /// <summary>The rows of each draw, with weights that add up to the total.</summary>
    /// <param name="total">The weight of all rows.</param>
    public Measure[] Drawn(double total) => [.. _draws.Select(draw => draw.Rows(size, total))];

    private sealed class Draw
    {
        // Sorting is dear: it waits until there are this many rows, or twice as many as are drawn.
        private const int LeastSorted = 1 << 14;

        // Rows far below the threshold are passed over without a division.
        private const double Margin = 1 - 1e-12;

        private List<(double Priority, Measure Part, int Atom)> _kept = [];
        private double _threshold;

        public DrawnRows State => new(_threshold, [.. _kept.Select(row => row.Priority)], _kept.Count == 0 ? null : Measure.Join(
            [.. _kept.Select(row => row.Part.Subset([row.Atom], new[] { row.Part.AtomWeights[row.Atom] }))]));

        public void Restore(DrawnRows state)
        {
            _threshold = state.Threshold;
            _kept = [.. state.Priorities.Select((priority, i) => (priority, state.Rows!, i))];
        }

        public void Add(Measure part, long first, int size, ulong seed)
        {
            int most = Math.Max(2 * size, LeastSorted);
            AtomWeights weights = part.AtomWeights;
            for (int i = 0; i < part.Count; i++)
            {
                var random = new SplitMix64(((ulong)(first + i) * 0x9E3779B97F4A7C15) ^ (seed << 56));
                double weight = weights[i], share = 1 - random.Unit();
                if (weight <= share * _threshold * Margin)
                    continue;
                double priority = weight / share;
                if (priority <= _threshold)
                    continue;
                _kept.Add((priority, part, i));
                if (_kept.Count > most)
                    Cut(size);
            }
            Cut(size);
            Copy(part);
        }

        public void Merge(Draw other, int size)
        {
            _kept.AddRange(other._kept);
            Cut(size);
        }

        public Measure Rows(int size, double total)
        {
            (double Priority, Measure Part, int Atom)[] rows = [.. _kept.Take(size)];
            double least = _kept.Count > size ? _kept[size].Priority : 0, sum = 0;
            double[] weights = new double[rows.Length];
            for (int i = 0; i < rows.Length; i++)
                sum += weights[i] = Math.Max(rows[i].Part.AtomWeights[rows[i].Atom], least);
            for (int i = 0; i < rows.Length; i++)
                weights[i] *= total / sum;
            return Measure.Join([.. rows.Select((row, i) => row.Part.Subset([row.Atom], new[] { weights[i] }))]);
        }

        // One more than are drawn: its priority is a weight.
        private void Cut(int size)
        {
            if (_kept.Count <= size + 1)
                return;
            _kept = [.. _kept.OrderByDescending(row => row.Priority).Take(size + 1)];
            _threshold = _kept[^1].Priority;
        }

        // The drawn rows alone are held, not the part they came in.
        private void Copy(Measure part)
        {
            int[] places = [.. Enumerable.Range(0, _kept.Count).Where(i => ReferenceEquals(_kept[i].Part, part))];
            if (places.Length == 0)
                return;
            int[] atoms = Array.ConvertAll(places, i => _kept[i].Atom);
            Measure own = part.Subset(atoms, Array.ConvertAll(atoms, atom => part.AtomWeights[atom]));
            for (int i = 0; i < places.Length; i++)
                _kept[places[i]] = (_kept[places[i]].Priority, own, i);
        }
    }
}

/// <summary>The rows of one draw.</summary>
/// <param name="Threshold">A row needs a priority above it.</param>
/// <param name="Priorities">Priorities of the rows, in the order in which they are held.</param>
/// <param name="Rows">As many rows with their own weights; null where there are none.</param>
internal sealed record DrawnRows(double Threshold, double[] Priorities, Measure? Rows)
{
    /// <summary>The draw from rows of other weights: a priority is a weight over a random number that stays.</summary>
    /// <param name="factor">What weights are multiplied by.</param>
    public DrawnRows Scaled(double factor) => new(factor * Threshold, Array.ConvertAll(Priorities, priority => factor * priority),
        Rows is null ? null : new StreamNode(Rows, [], 0, 0).Scaled(factor).Points);
}

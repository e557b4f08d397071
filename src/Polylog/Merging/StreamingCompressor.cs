using System.Globalization;

namespace Polylog;

/// <summary>
/// Compresses rows that come in parts, in memory that does not grow with their number: a table larger than memory, one that grows, or the
/// parts of several machines.
/// </summary>
/// <remarks>
/// Parts are compressed to a few times the size, and joined in a balanced tree by mass. Moments add up, so those of the result are those of
/// all rows, to rounding, as long as no step matches fewer: no step does. The result depends on the order and the sizes of the parts, not
/// on threads. Memory: about the size x 4 x the logarithm of the number of parts, and the rows added last. Cost: that of compressing each
/// part, half as much again for the joined ones, and about 200 functions of each row for the evidence. Not safe for concurrent use.
/// </remarks>
/// <example>
/// A table larger than memory, part by part:
/// <code>
/// var options = new CompressionOptions { Size = 500, Order = 3 };
/// var stream = new StreamingCompressor(options);
/// for (int part = 0; part &lt; 20; part++)
/// {
///     double[] rows = [.. Enumerable.Range(0, 30_000).Select(_ =&gt; Random.Shared.NextDouble())]; // or read from a file
///     stream.Add(new Measure(rows, dimension: 3));
/// }
/// StreamedCoreset kept = stream.Build();
/// Console.WriteLine($"{kept.Count} of {kept.SourceCount} rows; the first is row {kept.Rows.Span[0]}");
///
/// using (FileStream file = File.Create("stream.state"))
///     stream.Save(file);                                              // goes on another day:
/// using (FileStream file = File.OpenRead("stream.state"))
///     stream = StreamingCompressor.Load(file, options);
/// </code>
/// </example>
public sealed partial class StreamingCompressor
{
    /// <summary>Rows that are compressed together: with fewer each step costs more than it saves.</summary>
    internal int PartRows { get; init; } = 1 << 20;

    /// <summary>Parts of about the same mass that become one. With two, rows pass through twice as many compressions.</summary>
    private const int Fan = 4;

    /// <summary>Directions along which powers that must match are compared.</summary>
    private const int MatchedDirections = 8;

    private const ulong EvidenceSeed = 1;

    private readonly CompressionOptions _options;
    private readonly StreamSteps _steps;
    private readonly StreamDraws _draws;
    private readonly MassTree _tree;
    private readonly List<StreamNode> _waiting = [];
    private CompensatedSum _weight;
    private Measure? _shape;
    private EvidencePanel? _panel;
    private FunctionSums? _sums;
    private readonly Measure? _sample;
    private bool _isEvidenceLost;
    private CancellationToken _cancellation;

    /// <summary>Begins without rows.</summary>
    /// <param name="options">
    /// What to keep, as for a <see cref="MomentCompressor"/>; with a size, without a tolerance, a largest weight and a draw.
    /// </param>
    /// <param name="sample">
    /// Rows like those to come: they tell the order, where it is not given, and the means, deviations and quantiles of the test functions.
    /// Null to take the first rows that are added. Compressors that are to be merged need the same sample for their evidence.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There is no size, or a tolerance, a largest weight or a draw.</exception>
    public StreamingCompressor(CompressionOptions options, Measure? sample = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Tolerance is { } tolerance)
            throw OptionFault.OutOfRange(nameof(options.Tolerance), tolerance, "a stream has no tolerance; give a Size");
        if (options.MaxWeight is { } most)
            throw OptionFault.OutOfRange(nameof(options.MaxWeight), most, "a stream keeps no largest weight; leave MaxWeight out");
        if (options.Draw is { } seed)
            throw OptionFault.OutOfRange(nameof(options.Draw), seed, "a stream is no random draw; leave Draw out");
        if (options.Size is not >= 1)
        {
            throw OptionFault.OutOfRange(
                nameof(options.Size), options.Size ?? 0, "a stream has no share of its rows; give a Size, at least 1");
        }
        _options = options;
        _steps = new StreamSteps(options);
        _draws = new StreamDraws(options.Size.Value, options.Threads);
        _tree = new MassTree(node => _steps.Run(node, _cancellation), Fan);
        if (sample is null)
            return;
        _sample = _shape = sample;
        // Fewer rows than the size tell no order: the first parts do.
        if (options.Order is not null || sample.Count > options.Size)
            _steps.Choose(sample, CancellationToken.None);
        _panel = NewPanel(sample, StepOrder(sample));
        _sums = new FunctionSums(_panel.Functions.Count);
    }

    /// <summary>Rows added so far.</summary>
    public long Count { get; private set; }

    /// <summary>The sum of their weights, in twice the working precision, rounded once.</summary>
    public double TotalWeight => _weight.Value;

    private int WaitingRows => _waiting.Sum(node => node.Points.Count);

    /// <summary>Adds rows behind those that there are. Small parts wait until they are about a million rows.</summary>
    /// <param name="part">The rows; held until they are compressed.</param>
    /// <param name="cancellation">Ends the work early; the compressor cannot be used any more then.</param>
    /// <exception cref="ArgumentException">The part has other columns than those before, or values that cannot be compressed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range, or the size is below the number of moments.</exception>
    public void Add(Measure part, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(part);
        long first = Count;
        Add(part, [.. Enumerable.Range(0, part.Count).Select(i => first + i)], cancellation);
    }

    /// <summary>Adds rows that have numbers of their own, ascending over all parts.</summary>
    internal void Add(Measure part, long[] rows, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        CheckShape(part);
        _waiting.Add(new StreamNode(part, rows, StreamNode.Exact, 0));
        _draws.Add(part, Count);
        if (_sums is not null)
            _sums.Merge(_panel!.Functions.Sum(part, null, cancellation, _options.Threads));
        Count += part.Count;
        AddWeight(part);
        if (WaitingRows >= PartRows)
            Settle();
    }

    /// <summary>Takes in what another compressor has, behind the own rows. The other one is not to be used any more.</summary>
    /// <param name="other">Of the same options and columns.</param>
    /// <param name="cancellation">Ends the work early; neither can be used any more then.</param>
    /// <exception cref="ArgumentException">The other has other options or columns, or is this one.</exception>
    public void Merge(StreamingCompressor other, CancellationToken cancellation = default) => Merge(other, Count, cancellation);

    /// <summary>Takes in what another compressor has, and shifts the numbers of its rows.</summary>
    internal void Merge(StreamingCompressor other, long shift, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(this, other))
            throw new ArgumentException("A compressor cannot be merged with itself: its rows would count twice.", nameof(other));
        if (other._options with { Progress = null, Threads = 0 } != _options with { Progress = null, Threads = 0 })
            throw new ArgumentException("The two compressors have different options; make both with the same.", nameof(other));
        if (other.Count == 0)
            return;
        _cancellation = other._cancellation = cancellation;
        CheckShape(other._shape!);
        MergeSums(other);
        foreach (StreamNode node in other._tree.Nodes.Concat(other._waiting))
            _tree.Add(_steps.Run(node with { Rows = Array.ConvertAll(node.Rows, row => row + shift) }, cancellation));
        _draws.Merge(other._draws);
        Count += other.Count;
        _weight.Add(other._weight);
    }

    /// <summary>Compresses what there is to the size. More rows can be added afterwards.</summary>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The same bits for the same parts and any number of threads.</returns>
    /// <exception cref="InvalidOperationException">No rows were added.</exception>
    public StreamedCoreset Build(CancellationToken cancellation = default) => Build(_options.Size!.Value, cancellation);

    /// <summary>Compresses what there is to a smaller size. More rows can be added afterwards.</summary>
    /// <param name="size">Rows to keep, from 1 up to the size of the options.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>The same bits for the same parts and any number of threads.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is not in its range, or below the number of moments.</exception>
    /// <exception cref="InvalidOperationException">No rows were added.</exception>
    public StreamedCoreset Build(int size, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, _options.Size!.Value);
        if (Count == 0)
            throw new InvalidOperationException("No rows were added; add some first.");
        _cancellation = cancellation;
        StreamNode all = StreamNode.Join([.. _tree.Nodes, .. _waiting]);
        CompressionOptions last = _options with { Size = Math.Min(size, all.Points.Count) };
        Coreset coreset = MomentCompressor.Compress(all.Points, last, cancellation);
        StreamNode kept = InOrder(all.Compressed(coreset));
        if (kept.Order == StreamNode.Exact || _isEvidenceLost)
            return new StreamedCoreset(kept, Count, TotalWeight);
        // While all rows are at hand they tell more than the first ones did.
        bool areCarried = _panel is not null && all.Order != StreamNode.Exact;
        EvidencePanel panel = areCarried ? _panel! : NewPanel(all.Points, coreset.Order);
        FunctionSums sums = areCarried ? _sums! : panel.Functions.Sum(all.Points, null, cancellation, _options.Threads);
        FunctionSums own = panel.Functions.Sum(kept.Points, null, cancellation, _options.Threads);
        Measure[] drawn = _draws.Drawn(TotalWeight);
        FunctionSums[] random = [.. drawn.Select(draw => panel.Functions.Sum(draw, null, cancellation, _options.Threads))];
        return new StreamedCoreset(kept, Count, TotalWeight)
        {
            Evidence = panel.Compare(sums, own, random, WeightSpread.FromMeasure(kept.Points), kept.Order),
            WorstMatchedPower = panel.MatchedError(sums, own, kept.Order),
            IsEven = coreset.Kernels.Count > 0,
            RandomRows = drawn,
            Detail = panel.Detail(sums, own, random),
        };
    }

    private static StreamNode InOrder(StreamNode node)
    {
        int[] places = [.. Enumerable.Range(0, node.Rows.Length)];
        long[] rows = [.. node.Rows];
        Array.Sort(rows, places);
        return node with { Rows = rows, Points = node.Points.Subset(places, Array.ConvertAll(places, i => node.Points.Weights.Span[i])) };
    }

    // The rows that wait become a node. The first ones give the test functions their frame.
    private void Settle()
    {
        StreamNode part = StreamNode.Join(_waiting);
        _waiting.Clear();
        StreamNode compressed = _steps.Run(part, _cancellation);
        if (_panel is null)
        {
            _panel = NewPanel(part.Points, StepOrder(part.Points));
            _sums = _panel.Functions.Sum(part.Points, null, _cancellation, _options.Threads);
        }
        _tree.Add(compressed);
    }

    private int StepOrder(Measure rows) => _steps.Order ?? Math.Min(2, rows.Matched.HighestOrder(_options.Size!.Value));

    private EvidencePanel NewPanel(Measure rows, int order) =>
        EvidencePanel.Of(rows, order, _options.Use, EvidenceSeed, MatchedDirections);

    // Sums of other functions cannot be added.
    private void MergeSums(StreamingCompressor other)
    {
        if (_panel is null && _waiting.Count > 0)
            Settle();
        _isEvidenceLost |= other._isEvidenceLost || (_panel is not null && other._panel is not null && !AreAlike(other));
        if (_panel is null)
            (_panel, _sums) = (other._panel, other._sums);
        else if (other._panel is null)
            other._waiting.ForEach(node => _sums!.Merge(_panel.Functions.Sum(node.Points, null, _cancellation, _options.Threads)));
        else if (!_isEvidenceLost)
            _sums!.Merge(other._sums!);
    }

    private bool AreAlike(StreamingCompressor other) => _sample is not null && other._sample is not null
        && _sample.Atoms.Span.SequenceEqual(other._sample.Atoms.Span) && _sample.Weights.Span.SequenceEqual(other._sample.Weights.Span)
        && _sample.Targets.Span.SequenceEqual(other._sample.Targets.Span);

    private void AddWeight(Measure part)
    {
        if (part.Weights.IsEmpty)
            _weight.Add(part.Count);
        foreach (double weight in part.Weights.Span)
            _weight.Add(weight);
    }

    private void CheckShape(Measure part)
    {
        if (_shape is null)
            _shape = part.Subset([0], new double[] { 1 });
        else if (_shape.Unlike(part) is { } difference)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The rows from {Count} on have {difference}; add rows of the same columns."), nameof(part));
    }
}

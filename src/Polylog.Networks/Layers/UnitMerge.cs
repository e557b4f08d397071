namespace Polylog.Networks;

/// <summary>What can go from a layer without changing what it computes, but for rounding.</summary>
/// <remarks>
/// A unit is silent when nothing is sent on or its response is 0 everywhere; constant when all its incoming weights are 0, so that what it sends on can be
/// added to the outgoing bias; a duplicate when another unit has the same incoming weights and bias, so that their outgoing weights can be added up.
/// </remarks>
public sealed class UnitMerge
{
    private readonly HiddenLayer _layer;
    private readonly int[] _kept;
    private readonly double[] _outgoing;
    private readonly double[]? _shift;

    private UnitMerge(HiddenLayer layer, int[] kept, double[] outgoing, double[]? shift)
    {
        _layer = layer;
        _kept = kept;
        _outgoing = outgoing;
        _shift = shift;
    }

    /// <summary>The units that are left, in their order; at least one.</summary>
    public IReadOnlyList<int> Kept => _kept;

    /// <summary>Units that have no effect and go.</summary>
    public int Silent { get; private init; }

    /// <summary>Units of constant response that go into the outgoing bias.</summary>
    public int Constant { get; private init; }

    /// <summary>Units that go into one with the same incoming weights.</summary>
    public int Duplicates { get; private init; }

    /// <summary>Looks for such units: O(units x (inputs + outgoing width)).</summary>
    /// <param name="layer">The layer; it is not changed.</param>
    public static UnitMerge Find(HiddenLayer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        double[] outgoing = layer.OutgoingWeights.ToArray();
        double[]? shift = null;
        var first = new Dictionary<UnitKey, int>();
        var kept = new List<int>();
        int silent = 0;
        int constant = 0;
        int duplicates = 0;
        for (int unit = 0; unit < layer.Units; unit++)
        {
            Span<double> sent = Row(outgoing, layer.OutgoingWidth, unit);
            double? response = Response(layer, unit);
            if (response == 0 || !sent.ContainsAnyExcept(0.0))
            {
                silent++;
            }
            else if (response is { } value && layer.HasOutgoingBias && layer.ConstantsStayConstant)
            {
                Fold(sent, value, shift ??= new double[layer.Outputs]);
                constant++;
            }
            else if (first.TryAdd(new UnitKey(layer, unit), unit))
            {
                kept.Add(unit);
            }
            else
            {
                Span<double> twin = Row(outgoing, layer.OutgoingWidth, first[new UnitKey(layer, unit)]);
                System.Numerics.Tensors.TensorPrimitives.Add(twin, sent, twin);
                duplicates++;
            }
        }
        if (kept.Count == 0)
            Spare(layer, kept, outgoing, shift is null, ref silent, ref constant);
        return new UnitMerge(layer, [.. kept], Chosen(outgoing, layer.OutgoingWidth, kept), shift) { Silent = silent, Constant = constant, Duplicates = duplicates };
    }

    /// <summary>Changes the layer's model accordingly.</summary>
    /// <exception cref="InvalidOperationException">The model has changed since the layer was read.</exception>
    /// <exception cref="ModelFileException">A sum is beyond the range of the type it is stored in; nothing is changed.</exception>
    public void Apply() => _layer.Replace(_kept, _outgoing, _shift);

    // A layer of no units is no layer: one stays, sending nothing on.
    private static void Spare(HiddenLayer layer, List<int> kept, double[] outgoing, bool allSilent, ref int silent, ref int constant)
    {
        kept.Add(0);
        Row(outgoing, layer.OutgoingWidth, 0).Clear();
        if (allSilent || Response(layer, 0) == 0 || !Row(layer.OutgoingWeights.Span, layer.OutgoingWidth, 0).ContainsAnyExcept(0.0))
            silent--;
        else
            constant--;
    }

    // The response of a unit that sees nothing of its inputs; null where it sees them, or the activation is not known.
    private static double? Response(HiddenLayer layer, int unit)
    {
        if (layer.Activation is null || Row(layer.IncomingWeights.Span, layer.Inputs, unit).ContainsAnyExcept(0.0))
            return null;
        double value = layer.Activation.Evaluate(layer.IncomingBias.Span[unit]);
        return double.IsFinite(value) ? value : null;
    }

    private static void Fold(ReadOnlySpan<double> sent, double value, double[] shift)
    {
        int places = sent.Length / shift.Length;
        for (int i = 0; i < sent.Length; i++)
            shift[i / places] += value * sent[i];
    }

    private static double[] Chosen(double[] outgoing, int width, List<int> kept)
    {
        var chosen = new double[kept.Count * width];
        for (int i = 0; i < kept.Count; i++)
            Row(outgoing, width, kept[i]).CopyTo(chosen.AsSpan(i * width));
        return chosen;
    }

    private static Span<double> Row(double[] matrix, int width, int row) => matrix.AsSpan(row * width, width);

    private static ReadOnlySpan<double> Row(ReadOnlySpan<double> matrix, int width, int row) => matrix.Slice(row * width, width);

    /// <summary>A unit's incoming side; two are equal when all numbers are (0 and -0 are, NaN is equal to nothing).</summary>
    private readonly struct UnitKey : IEquatable<UnitKey>
    {
        private readonly HiddenLayer _layer;
        private readonly int _unit;
        private readonly int _hash;

        public UnitKey(HiddenLayer layer, int unit)
        {
            _layer = layer;
            _unit = unit;
            var hash = new HashCode();
            foreach (double weight in Weights)
                hash.Add(weight + 0.0);
            hash.Add(Bias + 0.0);
            _hash = hash.ToHashCode();
        }

        private ReadOnlySpan<double> Weights => Row(_layer.IncomingWeights.Span, _layer.Inputs, _unit);

        private double Bias => _layer.IncomingBias.Span[_unit];

        public bool Equals(UnitKey other) => Bias == other.Bias && AllEqual(Weights, other.Weights);

        public override bool Equals(object? obj) => obj is UnitKey other && Equals(other);

        public override int GetHashCode() => _hash;

        private static bool AllEqual(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
        {
            for (int i = 0; i < left.Length; i++)
            {
                if (left[i] != right[i])
                    return false;
            }
            return true;
        }
    }
}

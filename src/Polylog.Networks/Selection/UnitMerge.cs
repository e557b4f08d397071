using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>Finds units that can be removed or merged without changing the outputs of the layer, up to rounding.</summary>
/// <remarks>
/// A unit is silent if its outgoing weights are 0 or its response is 0 everywhere. It is constant if all its incoming weights are 0; its
/// response times its outgoing weights is then added to the outgoing bias, or to another constant unit if there is no bias. It is a
/// duplicate if another unit has the same incoming weights and bias; their outgoing weights are then added up. For positively homogeneous
/// activations, positive multiples of incoming weights and bias count as the same; for odd activations, their negatives. In layers that are
/// not plain the model says which constant a response is.
/// </remarks>
internal sealed class UnitMerge
{
    private readonly HiddenLayer _layer;

    private UnitMerge(HiddenLayer layer, ChosenUnits result) => (_layer, Result) = (layer, result);

    /// <summary>The units that are left, in their order, at least one; with their new outgoing weights.</summary>
    public ChosenUnits Result { get; }

    /// <summary>Indices of the units that are left.</summary>
    public IReadOnlyList<int> Kept => Result.Kept;

    /// <summary>Units removed because they have no effect.</summary>
    public int Silent { get; private init; }

    /// <summary>Units of constant response, removed and folded into the outgoing bias.</summary>
    public int Constant { get; private init; }

    /// <summary>Units merged into one whose response is the same or a multiple of theirs.</summary>
    public int Duplicates { get; private init; }

    /// <summary>Looks for such units: O(units x (inputs + outgoing width)).</summary>
    /// <param name="layer">The layer; it is not changed.</param>
    /// <param name="observed">Units of a layer that is not plain whose responses are constant; null for none.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static UnitMerge Find(HiddenLayer layer, FixedResponses? observed = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(layer);
        double[][] outgoing = [.. Enumerable.Range(0, layer.Readers.Count).Select(reader => layer.Outgoing(reader).ToArray())];
        double[]?[] shifts = new double[]?[outgoing.Length];
        var first = new Dictionary<UnitKey, (int Unit, double Scale)>();
        var kept = new List<int>();
        int silent = 0;
        int constant = 0;
        int duplicates = 0;
        bool isFirstConstant = false;
        for (int unit = 0; unit < layer.Units; unit++)
        {
            cancellation.ThrowIfCancellationRequested();
            double? response = Response(layer, unit);
            bool isObserved = observed is not null && observed.Has(unit);
            if (response == 0 || (isObserved && observed!.IsSilent(unit))
                || outgoing.All(weights => !Row(weights, layer.Units, unit).ContainsAnyExcept(0.0)))
            {
                silent++;
            }
            else if ((response is not null || isObserved) && CanFold(layer))
            {
                for (int reader = 0; reader < outgoing.Length; reader++)
                {
                    ReadOnlySpan<double> responses = response is { } value ? [value] : observed!.At(reader, unit);
                    Fold(Row(outgoing[reader], layer.Units, unit), responses, shifts[reader] ??= new double[layer.Readers[reader].Outputs]);
                }
                constant++;
                isFirstConstant |= unit == 0;
            }
            else
            {
                var key = new UnitKey(layer, unit, response);
                if (first.TryAdd(key, (unit, key.Scale)))
                {
                    kept.Add(unit);
                    continue;
                }
                (int twin, double scale) = first[key];
                foreach (double[] weights in outgoing)
                {
                    Span<double> sum = Row(weights, layer.Units, twin);
                    TensorPrimitives.MultiplyAdd(Row(weights, layer.Units, unit), key.Scale / scale, sum, sum);
                }
                duplicates++;
            }
        }
        if (kept.Count == 0)
        {
            Spare(layer, kept, outgoing);
            _ = isFirstConstant ? constant-- : silent--;
        }
        ReaderChange[] changes = [.. outgoing.Select((weights, reader) =>
            new ReaderChange(Chosen(weights, layer.Units, kept), shifts[reader] ?? []))];
        return new UnitMerge(layer, new ChosenUnits([.. kept], changes, ShrinkMethod.Exact))
        {
            Silent = silent,
            Constant = constant,
            Duplicates = duplicates,
        };
    }

    /// <summary>Removes and merges the units in the layer's model.</summary>
    /// <exception cref="InvalidOperationException">The model has changed since the layer was read.</exception>
    /// <exception cref="ModelFileException">A sum is beyond the range of the type it is stored in; nothing is changed.</exception>
    public void Apply() => _layer.Replace(Result.Kept, Result.Changes);

    private static bool CanFold(HiddenLayer layer) =>
        layer.Readers.All(reader => reader is { Bias: not null, KeepsConstants: true }) && layer.Group.Constants.StayConstant;

    // A layer needs a unit, so one is kept with outgoing weights of 0.
    private static void Spare(HiddenLayer layer, List<int> kept, double[][] outgoing)
    {
        kept.Add(0);
        foreach (double[] weights in outgoing)
            Row(weights, layer.Units, 0).Clear();
    }

    // The response of a constant unit; null if the unit is not constant or the activation is not known.
    private static double? Response(HiddenLayer layer, int unit)
    {
        if (layer.Activation is null || !layer.IsConstant(unit))
            return null;
        double bias = layer.IncomingBias.Span[unit];
        // Only a response of 0 is the same at padded places.
        if (!layer.Group.Constants.StayAlike && bias != 0)
            return null;
        double value = layer.Activation.Evaluate(bias);
        return double.IsFinite(value) ? value : null;
    }

    private static void Fold(ReadOnlySpan<double> sent, ReadOnlySpan<double> responses, double[] shift)
    {
        int width = sent.Length / responses.Length, places = width / shift.Length;
        for (int i = 0; i < sent.Length; i++)
            shift[i % width / places] += responses[i / width] * sent[i];
    }

    private static double[] Chosen(double[] outgoing, int units, List<int> kept)
    {
        int width = outgoing.Length / units;
        var chosen = new double[kept.Count * width];
        for (int i = 0; i < kept.Count; i++)
            Row(outgoing, units, kept[i]).CopyTo(chosen.AsSpan(i * width));
        return chosen;
    }

    private static Span<double> Row(double[] matrix, int rows, int row) => matrix.AsSpan(matrix.Length / rows * row, matrix.Length / rows);

    /// <summary>A unit's response up to a factor. Two are equal if all numbers are equal; 0 equals -0, and NaN equals nothing.</summary>
    private readonly struct UnitKey : IEquatable<UnitKey>
    {
        private readonly HiddenLayer _layer;
        private readonly int _unit;
        private readonly bool _constant;
        private readonly int _hash;

        public UnitKey(HiddenLayer layer, int unit, double? response)
        {
            _layer = layer;
            _unit = unit;
            _constant = response is not null;
            Scale = response ?? Factor(layer, unit);
            if (_constant)
                return;
            var hash = new HashCode();
            foreach (ReadOnlyMemory<double> numbers in layer.Own(unit))
            {
                foreach (double number in numbers.Span)
                    hash.Add((number / Scale) + 0.0);
            }
            _hash = hash.ToHashCode();
        }

        /// <summary>The factor of this unit's response.</summary>
        public double Scale { get; }

        public bool Equals(UnitKey other)
        {
            if (_constant || other._constant)
                return _constant == other._constant;
            foreach ((ReadOnlyMemory<double> own, ReadOnlyMemory<double> theirs) in _layer.Own(_unit).Zip(other._layer.Own(other._unit)))
            {
                if (!AreEqual(own.Span, Scale, theirs.Span, other.Scale))
                    return false;
            }
            return true;
        }

        public override bool Equals(object? obj) => obj is UnitKey other && Equals(other);

        public override int GetHashCode() => _hash;

        // Exact multiples are equal to the last bit once each is divided by its own largest number.
        private static double Factor(HiddenLayer layer, int unit)
        {
            ReadOnlySpan<double> weights = layer.Own(unit).First().Span;
            double size = layer.Activation is { IsPositivelyHomogeneous: true } ? Math.Abs(TensorPrimitives.MaxMagnitude(weights)) : 1;
            // Not for convolutions: max pooling may follow, and the largest of some numbers is not minus the largest of their negatives.
            bool folds = layer.Activation is { IsOdd: true } && layer.Info.Operator != "Conv";
            int first = weights.IndexOfAnyExcept(0.0);
            return folds && first >= 0 && weights[first] < 0 ? -size : size;
        }

        private static bool AreEqual(ReadOnlySpan<double> left, double leftScale, ReadOnlySpan<double> right, double rightScale)
        {
            for (int i = 0; i < left.Length; i++)
            {
                if (left[i] / leftScale != right[i] / rightScale)
                    return false;
            }
            return true;
        }
    }
}

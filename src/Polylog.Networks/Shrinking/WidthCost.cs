namespace Polylog.Networks;

/// <summary>
/// What a model costs when its groups have given numbers of units. A tensor can have units of two groups, one a dimension.
/// </summary>
internal sealed class WidthCost
{
    private readonly List<Part> _parts = [];
    private readonly List<Part>[] _ofGroup;
    private readonly double _rest;

    /// <summary>Takes in the groups.</summary>
    /// <param name="groups">The groups, with all their units.</param>
    /// <param name="each">What an element of a tensor costs.</param>
    /// <param name="total">What the model costs with all units.</param>
    public WidthCost(IReadOnlyList<UnitGroup> groups, Func<TensorSlot, double> each, double total)
    {
        var parts = new Dictionary<object, Part>();
        _ofGroup = [.. groups.Select(_ => new List<Part>())];
        for (int group = 0; group < groups.Count; group++)
        {
            foreach (UnitTensor tensor in groups[group].Owned.Concat(groups[group].Readers.Select(reader => reader.Weights)))
            {
                if (!parts.TryGetValue(tensor.Slot.Key, out Part? part))
                {
                    parts[tensor.Slot.Key] = part = new Part(tensor.Slot.Dims, each(tensor.Slot));
                    _parts.Add(part);
                }
                // One number for all units stays.
                if (part.Dims.Length > tensor.Axis && part.Dims[tensor.Axis] == tensor.Span.Length)
                    part.Axes.Add((group, tensor.Axis, tensor.Span));
                _ofGroup[group].Add(part);
            }
        }
        int[] all = [.. groups.Select(group => group.Units)];
        _rest = total - _parts.Sum(part => part.Of(all));
    }

    /// <summary>What the model costs.</summary>
    /// <param name="widths">Units of each group.</param>
    public double Of(int[] widths) => _rest + _parts.Sum(part => part.Of(widths));

    /// <summary>What is saved if one group has fewer units.</summary>
    /// <param name="group">The group.</param>
    /// <param name="widths">Units of each group before.</param>
    /// <param name="width">Units of the group afterwards.</param>
    public double Saving(int group, int[] widths, int width)
    {
        double before = _ofGroup[group].Sum(part => part.Of(widths));
        (int was, widths[group]) = (widths[group], width);
        double after = _ofGroup[group].Sum(part => part.Of(widths));
        widths[group] = was;
        return before - after;
    }

    private sealed class Part(long[] dims, double each)
    {
        public long[] Dims => dims;

        public List<(int Group, int Axis, UnitSpan Span)> Axes { get; } = [];

        public double Of(int[] widths)
        {
            double elements = each;
            for (int axis = 0; axis < dims.Length; axis++)
            {
                long length = dims[axis];
                foreach ((int group, int own, UnitSpan span) in Axes)
                {
                    if (own == axis)
                        length -= span.Each * (span.Units - widths[group]);
                }
                elements *= length;
            }
            return elements;
        }
    }
}

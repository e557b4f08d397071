namespace Polylog.Networks;

/// <summary>Operators that put values beside each other, or take parts of one.</summary>
internal static class JoinRules
{
    public static bool Apply(UnitWalk walk, OnnxNode node)
    {
        switch (node.OpType)
        {
            case "Concat":
                Concat(walk, node);
                return true;
            case "Split":
                Split(walk, node);
                return true;
            case "Slice":
                Slice(walk, node);
                return true;
            case "Gather":
                Gather(walk, node);
                return true;
            default:
                return false;
        }
    }

    private static void Concat(UnitWalk walk, OnnxNode node)
    {
        long[]? dims = walk.Shapes.Of(node.Outputs[0]);
        ValueAxis[] given = [.. node.Inputs.Where(walk.Has).Select(input => walk.Values[input])];
        bool isMade = walk.Has(node.Outputs[0], out ValueAxis made);
        if (dims is null)
        {
            walk.FailUnknown($"the shape of what {node.Described} makes is not known");
            return;
        }
        int fromEnd = dims.Length - (int)ShapeOperators.Axis(node, "axis", 0, dims.Length);
        ValueAxis any = isMade ? made : given[0];
        if (any.FromEnd != fromEnd)
        {
            // Beside each other along another dimension: each has all units.
            foreach (string value in node.Inputs.Append(node.Outputs[0]))
                walk.Assign(value, any);
            return;
        }
        long start = 0, length = dims[^fromEnd];
        foreach (string input in node.Inputs)
        {
            long size = walk.Shapes.Of(input) is { } own && own.Length >= fromEnd ? own[^fromEnd] : -1;
            if (size < 0 || length < 0)
            {
                walk.FailUnknown($"the shape of what {node.Described} takes is not known");
                return;
            }
            if (walk.Has(input, out ValueAxis axis))
                walk.Assign(node.Outputs[0], axis with { Span = axis.Span with { Length = length, Start = start + axis.Span.Start } });
            else if (isMade && Part(walk, node, made.Span, start, size) is { } part)
                walk.Assign(input, made with { Span = part });
            start += size;
        }
    }

    private static void Split(UnitWalk walk, OnnxNode node)
    {
        int rank = walk.Shapes.Of(node.Input(0))?.Length ?? 0;
        bool isGiven = walk.Has(node.Input(0), out ValueAxis axis);
        string known = node.Outputs.FirstOrDefault(walk.Has) ?? "";
        if (!isGiven && !walk.Has(known, out axis))
        {
            walk.Fail($"{node.Described} takes its output as a size");
            return;
        }
        long along = node.Integer("axis", 0);
        int fromEnd = (int)Math.Clamp(along < 0 ? -along : rank - along, int.MinValue, int.MaxValue);
        if (along >= 0 && rank == 0)
        {
            walk.FailUnknown($"the shape of what {node.Described} takes is not known");
            return;
        }
        if (axis.FromEnd != fromEnd)
        {
            foreach (string value in node.Outputs.Append(node.Input(0)))
                walk.Assign(value, axis);
            return;
        }
        long length = isGiven ? axis.Span.Length : walk.Shapes.Of(node.Input(0))?[^fromEnd] ?? -1;
        if (SplitSizes.Of(walk.Graph, node, length) is not { } sizes || sizes.Length < node.Outputs.Count || sizes.Sum() != length)
        {
            walk.FailUnknown($"the sizes of {node.Described} are not known");
            return;
        }
        long start = 0;
        for (int i = 0; i < node.Outputs.Count; start += sizes[i++])
        {
            if (isGiven && Part(walk, node, axis.Span, start, sizes[i]) is { } part)
                walk.Assign(node.Outputs[i], axis with { Span = part });
            else if (!isGiven && walk.Has(node.Outputs[i], out ValueAxis own))
                walk.Assign(node.Input(0), own with { Span = own.Span with { Length = length, Start = start + own.Span.Start } });
        }
        if (walk.Has(node.Input(0), out ValueAxis whole))
            walk.Edit(node, "split", units => SplitSizes.Write(walk.Graph, node, Sizes(sizes, whole.Span, units)));
    }

    // A part of a dimension: whole parts of the units, or none of them; else several units are one.
    private static UnitSpan? Part(UnitWalk walk, OnnxNode node, UnitSpan span, long start, long size)
    {
        long all = span.Units * span.Block, first = -1, count = 0;
        for (long part = 0; part < span.Outer; part++)
        {
            long from = span.Start + (part * all), to = from + all;
            if (from >= start && to <= start + size)
            {
                first = first < 0 ? from : first;
                count++;
            }
            else if (to > start && from < start + size)
            {
                // Even parts are parts of coarser units, such as the two halves of a gated layer.
                if (size > 0 && span.Start == 0 && all % size == 0 && start % size == 0 && size % span.Block == 0
                    && span.Units % (all / size) == 0)
                {
                    walk.Join((all / size, 1));
                }
                else
                {
                    walk.Fail($"{node.Described} takes a part of its units only");
                }
                return null;
            }
        }
        return count == 0 ? null : span with { Length = size, Outer = count, Start = first - start };
    }

    private static long[] Sizes(long[] sizes, UnitSpan span, long units)
    {
        long[] made = [.. sizes];
        long start = 0, all = span.Units * span.Block;
        for (int i = 0; i < sizes.Length; start += sizes[i++])
        {
            for (long part = 0; part < span.Outer; part++)
            {
                long from = span.Start + (part * all);
                if (from >= start && from + all <= start + sizes[i])
                    made[i] -= (span.Units - units) * span.Block;
            }
        }
        return made;
    }

    private static void Slice(UnitWalk walk, OnnxNode node)
    {
        bool isGiven = walk.Has(node.Input(0), out ValueAxis axis);
        if (!isGiven && !walk.Has(node.Outputs[0], out axis))
        {
            walk.Fail($"{node.Described} takes its output as a size");
            return;
        }
        int rank = walk.Shapes.Of(node.Input(0))?.Length ?? 0;
        if (rank == 0 || SliceRange.Of(walk.Graph, node, rank, walk.Shapes) is not { } ranges)
        {
            // Rows of a dimension that is not the units', as far as the axes tell.
            if (rank > 0 && Axes(walk, node) is { } axes && !axes.Contains(rank - axis.FromEnd) && !axes.Contains(-axis.FromEnd))
                PassRules.Pass(walk, node);
            else
                walk.FailUnknown($"the part that {node.Described} takes is not known");
            return;
        }
        SliceRange[] own = [.. ranges.Where(range => range.Axis == rank - axis.FromEnd)];
        if (own.Length == 0)
        {
            PassRules.Pass(walk, node);
            return;
        }
        long length = walk.Shapes.Of(node.Input(0))![^axis.FromEnd];
        if (length < 0)
        {
            walk.FailUnknown($"the part that {node.Described} takes is not known");
            return;
        }
        (long from, long to) = own[0].In(length);
        if (!isGiven)
        {
            walk.Assign(node.Input(0), axis with { Span = axis.Span with { Length = length, Start = from + axis.Span.Start } });
        }
        else if (Part(walk, node, axis.Span, from, to - from) is { } part)
        {
            walk.Assign(node.Outputs[0], axis with { Span = part });
        }
        if (walk.Has(node.Input(0), out ValueAxis whole))
        {
            walk.Edit(node, "range", units =>
            {
                long[] made = Sizes([from, to - from, length - to], whole.Span, units);
                own[0].Write(walk, node, made[0], made[0] + made[1]);
            });
        }
    }

    private static List<long>? Axes(UnitWalk walk, OnnxNode node) =>
        node.Attribute("axes")?.Integers ?? walk.Graph.Constant(node.Input(3))?.ReadIntegers()?.ToList();

    // One index, or several, of a dimension that is not the units'.
    private static void Gather(UnitWalk walk, OnnxNode node)
    {
        if (walk.Has(node.Input(1)) || walk.Shapes.Of(node.Input(0)) is not { } dims || walk.Shapes.Of(node.Input(1)) is not { } index)
        {
            walk.FailUnknown($"the shapes around {node.Described} are not known");
            return;
        }
        int along = (int)ShapeOperators.Axis(node, "axis", 0, dims.Length), shift = index.Length - 1;
        bool isGiven = walk.Has(node.Input(0), out ValueAxis axis);
        if (!isGiven && !walk.Has(node.Outputs[0], out axis))
            return;
        // Dimensions behind the one that is indexed keep their place from the end.
        int rank = isGiven ? dims.Length : dims.Length + shift, at = rank - axis.FromEnd;
        int first = along, behind = isGiven ? along + 1 : along + index.Length;
        if (at >= first && at < behind)
            walk.Fail($"{node.Described} picks some of its units");
        else if (isGiven)
            walk.Assign(node.Outputs[0], at < first ? axis with { FromEnd = axis.FromEnd + shift } : axis);
        else
            walk.Assign(node.Input(0), at < first ? axis with { FromEnd = axis.FromEnd - shift } : axis);
    }
}

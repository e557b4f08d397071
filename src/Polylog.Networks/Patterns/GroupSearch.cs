namespace Polylog.Networks;

/// <summary>
/// Finds the group of the units that a node makes. Units begin as single numbers; where several turn out to be one, such as those of a
/// head, the search begins again with coarser units.
/// </summary>
internal sealed class GroupSearch(OnnxGraph graph, ValueShapes shapes)
{
    // Each step joins at least two units, and models join them twice or three times.
    private const int MostTries = 24;

    private int _tries;

    /// <summary>The walk that found all tensors, or one that says why there is no group.</summary>
    public UnitWalk Run(LinearNode start)
    {
        _tries = 0;
        return Try(start, UnitSpan.Whole(start.Units));
    }

    private UnitWalk Try(LinearNode start, UnitSpan span)
    {
        _tries++;
        var walk = new UnitWalk(graph, shapes);
        if (walk.Run(start.Node.Outputs[0], new ValueAxis(start.FromEnd, span)))
            return walk;
        UnitWalk? first = null;
        foreach ((long parts, long block) in walk.Coarser)
        {
            long units = span.Units / parts / block;
            if (units < 2 || units * parts * block != span.Units || _tries >= MostTries)
                continue;
            UnitWalk coarser = Try(start, new UnitSpan(span.Length, units, span.Block * block, span.Outer * parts));
            if (coarser.Fault is null)
                return coarser;
            first ??= coarser;
        }
        if (walk.Fault is null)
            walk.Fail("only all of its units together are one");
        return first ?? walk;
    }
}

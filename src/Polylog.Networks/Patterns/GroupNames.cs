namespace Polylog.Networks;

/// <summary>How lists of layers describe groups.</summary>
internal static class GroupNames
{
    // Makers and readers, and what only moves numbers.
    private static readonly string[] s_hidden = ["Gemm", "MatMul", "Conv", "ConvTranspose", "Add", "Reshape", "Transpose"];

    private static readonly (UnitTraits Trait, string Name)[] s_names =
    [
        (UnitTraits.Heads, "attention heads"), (UnitTraits.Gated, "gated"), (UnitTraits.Added, "residual channels"),
        (UnitTraits.Depthwise, "depthwise"), (UnitTraits.Joined, "beside others"), (UnitTraits.Constants, "constants of their own"),
        (UnitTraits.Quantised, "quantised"),
    ];

    /// <summary>What the units are.</summary>
    public static string Pattern(UnitWalk walk, bool isPlain)
    {
        if (isPlain)
            return walk.Traits.HasFlag(UnitTraits.Quantised) ? "plain, quantised" : "plain";
        // A bias is nothing special, and rotations of queries are products and sums of their own.
        bool isConstant = walk.Owned.Any(owned => owned.Value.Role is UnitRole.Constant or UnitRole.Factor
            && owned.Key.Node.OpType is not ("Add" or "Conv"));
        UnitTraits hidden = (isConstant ? 0 : UnitTraits.Constants)
            | (walk.Traits.HasFlag(UnitTraits.Heads) ? UnitTraits.Gated | UnitTraits.Added : 0);
        List<string> names = [.. s_names.Where(name => (walk.Traits & ~hidden).HasFlag(name.Trait)).Select(name => name.Name)];
        if (walk.Readers.Count > 1)
            names.Add(ModelErrors.Text($"{walk.Readers.Count} readers"));
        return names.Count == 0 ? "one function" : string.Join(", ", names);
    }

    /// <summary>The operators between the makers and the readers of units, each once.</summary>
    public static string Between(OnnxGraph graph, UnitWalk walk)
    {
        const int Most = 4;
        string[] types = [.. walk.Nodes.Where(node => !s_hidden.Contains(node.OpType))
            .OrderBy(graph.Position).Select(node => ModelErrors.OneLine(node.OpType)).Distinct()];
        return types.Length == 0 ? "Identity" : string.Join('-', types.Take(Most)) + (types.Length > Most ? "-..." : "");
    }

    /// <summary>A node's name, or its operator if it has none.</summary>
    public static string Of(OnnxNode node) => ModelErrors.OneLine(node.Name.Length > 0 ? node.Name : node.OpType);

    /// <summary>Numbers that belong to units of the group.</summary>
    public static long Parameters(UnitWalk walk) =>
        walk.Owned.Values.Sum(tensor => tensor.Layout.Width * tensor.Span.Units)
        + walk.Readers.Values.Sum(reader => reader.Weights.Layout.Width * reader.Weights.Span.Units);
}

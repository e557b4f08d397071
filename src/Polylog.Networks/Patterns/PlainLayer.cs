namespace Polylog.Networks;

/// <summary>
/// A group whose units are y = bias + sum_i v_i act(w_i . x + b_i): one maker, one reader, and the same function of one number for all
/// units. More is known of these than of other groups.
/// </summary>
/// <param name="Activation">The function.</param>
/// <param name="Owned">Incoming weights, and biases if there are any.</param>
/// <param name="Constants">What is known of units of constant response.</param>
internal sealed record PlainLayer(LayerActivation Activation, IReadOnlyList<UnitTensor> Owned, ConstantUnits Constants)
{
    private static readonly HashSet<string> s_passes =
    [
        "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose",
        "ReduceMean", "ReduceMax",
    ];

    /// <summary>Sees a group as such a layer; null if it is none.</summary>
    public static PlainLayer? Of(OnnxGraph graph, LinearNode start, UnitWalk walk)
    {
        // Units of one number each, which one node makes.
        UnitSpan span = walk.Values[start.Node.Outputs[0]].Span;
        if (walk.Readers.Count != 1 || !span.IsWhole || span.Each != 1)
            return null;
        OnnxNode end = walk.Readers.Keys.First().Node;
        if (end == start.Node || end.OpType is "LSTM" or "GRU" or "RNN" or "Attention")
            return null;
        string first = start.Node.Outputs[0], last = walk.Readers.Values.First().Responses!.Value;
        UnitTensor[] owned = [.. walk.Owned.Where(entry => entry.Key.Node == start.Node).OrderBy(entry => entry.Key.Input)
            .Select(entry => entry.Value)];
        OnnxNode? add = null;
        if (start.Node.OpType == "MatMul" && ReaderBias.AddBehind(graph, first, start.Units, start.Node) is var (_, behind))
        {
            add = behind;
            (int, UnitTensor) bias = walk.Owned.Where(entry => entry.Key.Node == add)
                .Select(entry => (entry.Key.Input, entry.Value)).FirstOrDefault();
            if (bias.Item2 is null)
                return null;
            owned = [.. owned, bias.Item2 with { Role = UnitRole.Bias }];
            first = add.Outputs[0];
        }
        if (owned.Length != walk.Owned.Count)
            return null;
        var activation = new ActivationBuilder(first);
        bool staysConstant = true, staysAlike = true;
        foreach (OnnxNode node in walk.Nodes.Where(node => node != start.Node && node != end && node != add).OrderBy(graph.Position))
        {
            if (ExampleCount.Reshape(graph, node) is not null)
                continue;
            if (!node.Inputs.Where(walk.Has).All(activation.Has))
                return null;
            if (PlainConstants(walk, node) is { } constants)
            {
                // Behind padding, values at the border are smaller by a factor; a function makes that factor differ between units.
                staysAlike &= staysConstant;
                activation.Add(node, ElementwiseOperators.Function(node)!, constants);
                continue;
            }
            if (!IsPass(walk, node))
                return null;
            staysConstant &= !IsPaddedMean(node);
            activation.AddPass(node.Inputs[0], node.Outputs[0]);
        }
        if (!activation.Has(last))
            return null;
        return new PlainLayer(activation.Build(last), owned, new ConstantUnits(staysConstant, staysAlike));
    }

    private static bool IsPaddedMean(OnnxNode node)
    {
        if (node.OpType is not ("MaxPool" or "AveragePool"))
            return false;
        bool isPadded = node.Attribute("pads") is { } pads && pads.Integers.Exists(pad => pad != 0);
        return (node.OpType == "AveragePool" && isPadded) || node.Attribute("auto_pad")?.Text is not (null or "NOTSET" or "VALID");
    }

    private static bool IsPass(UnitWalk walk, OnnxNode node) => ElementwiseOperators.PassesOn(node)
        || (node.IsStandard && walk.Has(node.Input(0)) && s_passes.Contains(node.OpType));

    // The constants of an elementwise node, one number each; null if it is none or has others.
    private static double?[]? PlainConstants(UnitWalk walk, OnnxNode node)
    {
        if (ElementwiseOperators.PassesOn(node) || ElementwiseOperators.Function(node) is null)
            return null;
        var constants = new double?[node.Inputs.Count];
        for (int i = 0; i < constants.Length; i++)
        {
            if (walk.Has(node.Inputs[i]))
                continue;
            if (Scalar(walk.Graph, node, i) is not { } number)
                return null;
            constants[i] = number;
        }
        return constants;
    }

    // The number of a scalar constant; NaN for an input that is left out, null for any other input.
    private static double? Scalar(OnnxGraph graph, OnnxNode node, int input)
    {
        if (node.Input(input).Length == 0)
            return double.NaN;
        if (OnnxSlot.ForInput(graph, node, input) is { } slot)
            return TensorShape.Elements(slot.Dims) == 1 && OnnxTypes.Format(slot.Type) is not null ? slot.Read()[0] : null;
        OnnxNode? producer = graph.Producer(node.Input(input));
        return producer is { OpType: "Constant", IsStandard: true } ? producer.Attribute("value_float")?.Float : null;
    }
}

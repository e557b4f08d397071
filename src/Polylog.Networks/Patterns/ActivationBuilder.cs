namespace Polylog.Networks;

/// <summary>Composes the elementwise nodes between two linear nodes into one function of one number, and names it.</summary>
internal sealed class ActivationBuilder
{
    private readonly Dictionary<string, int> _places = [];
    private readonly List<Step> _steps = [];
    private readonly List<OnnxNode> _named = [];

    public ActivationBuilder(string start) => _places[start] = 0;

    private sealed record Step(Func<double[], double> Function, (int Place, double Constant)[] Inputs);

    /// <summary>Whether a value is the start or was added: nodes of a file can be in any order.</summary>
    public bool Has(string value) => _places.ContainsKey(value);

    /// <summary>Adds a node that passes a value on unchanged.</summary>
    public void AddPass(string input, string output) => _places[output] = _places[input];

    /// <summary>Adds an elementwise node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="function">Its function.</param>
    /// <param name="constants">For each input null if it is a value of the layer, else its number; NaN if it is left out.</param>
    public void Add(OnnxNode node, Func<double[], double> function, double?[] constants)
    {
        (int Place, double Constant)[] inputs =
            [.. constants.Select((constant, i) => constant is { } number ? (-1, number) : (_places[node.Input(i)], 0))];
        _steps.Add(new Step(function, inputs));
        _places[node.Outputs[0]] = _steps.Count;
        _named.Add(node);
    }

    public LayerActivation Build(string end)
    {
        Step[] steps = [.. _steps];
        int last = _places[end];
        return new LayerActivation(Name(), x => Evaluate(steps, x, last));
    }

    private static double Evaluate(Step[] steps, double x, int last)
    {
        var values = new double[steps.Length + 1];
        values[0] = x;
        for (int i = 0; i < steps.Length; i++)
            values[i + 1] = steps[i].Function([.. steps[i].Inputs.Select(input => input.Place < 0 ? input.Constant : values[input.Place])]);
        return values[last];
    }

    // Exporters that have no operator for an activation write out its formula.
    private string Name()
    {
        string[] types = [.. _named.Select(node => node.OpType)];
        string all = string.Join(' ', types.Order(StringComparer.Ordinal));
        return all switch
        {
            "" => "Identity",
            "Clip" => IsRelu6() ? "Relu6" : "Clip",
            "Mul Sigmoid" when SharesStart() => "Silu",
            "Mul Softplus Tanh" => "Mish",
            "HardSigmoid Mul" when SharesStart() => "HardSwish",
            "Add Div Erf Mul Mul" or "Add Erf Mul Mul Mul" => "Gelu",
            "Add Add Mul Mul Mul Mul Pow Tanh" or "Add Add Mul Mul Mul Mul Mul Mul Tanh" => "Gelu (tanh)",
            _ => string.Join('-', types),
        };
    }

    private bool IsRelu6()
    {
        Step step = _steps[0];
        double At(double x) => step.Function([x, .. Constants(step)]);
        return At(-1) == 0 && At(7) == 6 && At(5) == 5;
    }

    private static IEnumerable<double> Constants(Step step) => step.Inputs.Skip(1).Select(input => input.Constant);

    // Whether it is x f(x), not f(x) times another value.
    private bool SharesStart() => _steps[^1].Inputs.Any(input => input.Place == 0);
}

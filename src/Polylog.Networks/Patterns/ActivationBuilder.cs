namespace Polylog.Networks;

/// <summary>Puts the elementwise nodes between two linear ones together to one function of one number, and finds a name for it.</summary>
internal sealed class ActivationBuilder
{
    private readonly Dictionary<string, int> _places = [];
    private readonly List<Step> _steps = [];
    private readonly List<OnnxNode> _named = [];

    public ActivationBuilder(string start) => _places[start] = 0;

    private sealed record Step(Func<double[], double> Function, (int Place, double Constant)[] Inputs);

    /// <summary>Adds a node that hands a value on.</summary>
    public void AddPass(string input, string output) => _places[output] = _places[input];

    /// <summary>Adds an elementwise node; <paramref name="constants"/> has a number for each input that is not a value of the layer, NaN for one left out.</summary>
    public void Add(OnnxNode node, Func<double[], double> function, double?[] constants)
    {
        _steps.Add(new Step(function, [.. constants.Select((constant, i) => constant is { } number ? (-1, number) : (_places[node.Input(i)], 0))]));
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

    // Exporters without an operator for an activation write its formula out.
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
        return step.Function([-1, .. Constants(step)]) == 0 && step.Function([7, .. Constants(step)]) == 6 && step.Function([5, .. Constants(step)]) == 5;
    }

    private static IEnumerable<double> Constants(Step step) => step.Inputs.Skip(1).Select(input => input.Constant);

    // x f(x), not f(x) times something else.
    private bool SharesStart() => _steps[^1].Inputs.Any(input => input.Place == 0);
}

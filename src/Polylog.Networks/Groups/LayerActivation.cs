namespace Polylog.Networks;

/// <summary>The activation of a layer: a function of one number, the same for all units.</summary>
/// <example>
/// <code>
/// LayerActivation gelu = LayerActivation.Named("gelu");
/// Console.WriteLine($"{gelu.Evaluate(1.5)}; others: {string.Join(", ", LayerActivation.Names)}");
/// </code>
/// </example>
public sealed class LayerActivation
{
    private readonly Func<double, double> _function;

    internal LayerActivation(string name, Func<double, double> function)
    {
        Name = name;
        _function = function;
    }

    /// <summary>The names that <see cref="Named"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [
            "Identity", "Relu", "Relu6", "LeakyRelu", "Elu", "Selu", "Tanh",
            "Sigmoid", "Softplus", "Gelu", "Silu", "Mish", "HardSigmoid", "HardSwish",
        ];

    /// <summary>Its name: ONNX's if it has one, else the operators it is made of.</summary>
    public string Name { get; }

    /// <summary>Whether its name tells that f(c x) = c f(x) for all c &gt; 0.</summary>
    internal bool IsPositivelyHomogeneous => Name is "Relu" or "LeakyRelu" or "Identity" or "Abs" or "PRelu" or "Neg";

    /// <summary>Whether its name tells that f(-x) = -f(x). Units of w, b and of -w, -b then differ only by their sign.</summary>
    internal bool IsOdd => Name is "Tanh" or "Identity" or "Erf" or "Sin" or "Atan" or "Softsign" or "Neg";

    /// <summary>Evaluates it in double precision.</summary>
    /// <param name="x">Any number.</param>
    public double Evaluate(double x) => _function(x);

    /// <summary>An activation by name, with the usual parameters (LeakyRelu 0.01, Elu 1).</summary>
    /// <param name="name">One of <see cref="Names"/>, in upper or lower case.</param>
    /// <exception cref="ArgumentException">There is no activation of this name; the message lists the names.</exception>
    public static LayerActivation Named(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string known = Names.FirstOrDefault(other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"There is no activation {ModelErrors.Quote(name)}; there are {string.Join(", ", Names)}.", nameof(name));
        return new LayerActivation(known, known switch
        {
            "Identity" => x => x,
            "Relu" => x => Math.Max(x, 0),
            "Relu6" => x => Math.Clamp(x, 0, 6),
            "LeakyRelu" => x => x < 0 ? 0.01 * x : x,
            "Elu" => x => ScalarFunctions.Elu(x, 1),
            "Selu" => x => ScalarFunctions.Selu(x, ScalarFunctions.SeluAlpha, ScalarFunctions.SeluGamma),
            "Tanh" => Math.Tanh,
            "Sigmoid" => ScalarFunctions.Sigmoid,
            "Softplus" => ScalarFunctions.Softplus,
            "Gelu" => ScalarFunctions.Gelu,
            "Silu" => x => x * ScalarFunctions.Sigmoid(x),
            "Mish" => x => x * Math.Tanh(ScalarFunctions.Softplus(x)),
            "HardSigmoid" => x => Math.Clamp((x / 6) + 0.5, 0, 1),
            _ => x => x * Math.Clamp((x / 6) + 0.5, 0, 1),
        });
    }
}

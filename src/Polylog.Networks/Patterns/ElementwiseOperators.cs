namespace Polylog.Networks;

/// <summary>The elementwise operators of ONNX, as functions of the inputs' elements at one place.</summary>
internal static class ElementwiseOperators
{
    /// <summary>The function of a node; null if the operator is not elementwise. Inputs that are left out are NaN.</summary>
    public static Func<double[], double>? Function(OnnxNode node)
    {
        if (node.Inputs.Count < (node.OpType is "Sub" or "Mul" or "Div" or "Pow" or "PRelu" ? 2 : 1))
            return null;
        if (node.Domain == "com.microsoft")
            return MicrosoftFunction(node);
        return node.IsStandard ? FunctionOfOne(node) ?? FunctionOfSeveral(node) : null;
    }

    /// <summary>Whether a node passes its first input on unchanged, whatever its other inputs.</summary>
    public static bool PassesOn(OnnxNode node) =>
        node.IsStandard && node.OpType switch
        {
            "Identity" => true,
            "Cast" => OnnxTypes.Format(node.Integer("to", 0)) is not null,
            // In training mode (an input since opset 12) it changes values.
            "Dropout" => node.Input(2).Length == 0 && node.Integer("is_test", 1) == 1,
            _ => false,
        };

    private static Func<double[], double>? MicrosoftFunction(OnnxNode node)
    {
        double alpha = node.Float("alpha", 1.702);
        return node.OpType switch
        {
            "Gelu" => x => ScalarFunctions.Gelu(x[0]),
            "FastGelu" when node.Input(1).Length == 0 => x => ScalarFunctions.GeluTanh(x[0]),
            "QuickGelu" => x => x[0] * ScalarFunctions.Sigmoid(alpha * x[0]),
            _ => null,
        };
    }

    private static Func<double[], double>? FunctionOfOne(OnnxNode node)
    {
        double Alpha(double otherwise) => node.Float("alpha", otherwise);
        switch (node.OpType)
        {
            case "Relu":
                return x => Math.Max(x[0], 0);
            case "Tanh":
                return x => Math.Tanh(x[0]);
            case "Sigmoid":
                return x => ScalarFunctions.Sigmoid(x[0]);
            case "Softplus":
                return x => ScalarFunctions.Softplus(x[0]);
            case "Softsign":
                return x => x[0] / (1 + Math.Abs(x[0]));
            case "Gelu":
                return node.Attribute("approximate")?.Text == "tanh"
                    ? x => ScalarFunctions.GeluTanh(x[0])
                    : x => ScalarFunctions.Gelu(x[0]);
            case "Mish":
                return x => x[0] * Math.Tanh(ScalarFunctions.Softplus(x[0]));
            case "HardSwish":
                return x => x[0] * Math.Clamp((x[0] / 6) + 0.5, 0, 1);
            case "Swish":
                double slope = Alpha(1);
                return x => x[0] * ScalarFunctions.Sigmoid(slope * x[0]);
            case "LeakyRelu":
                double leak = Alpha(0.01);
                return x => x[0] < 0 ? leak * x[0] : x[0];
            case "Elu":
                double elu = Alpha(1);
                return x => ScalarFunctions.Elu(x[0], elu);
            case "Celu":
                double celu = Alpha(1);
                return x => ScalarFunctions.Celu(x[0], celu);
            case "Selu":
                double selu = Alpha(ScalarFunctions.SeluAlpha);
                double gamma = node.Float("gamma", ScalarFunctions.SeluGamma);
                return x => ScalarFunctions.Selu(x[0], selu, gamma);
            case "ThresholdedRelu":
                double threshold = Alpha(1);
                return x => x[0] > threshold ? x[0] : 0;
            case "HardSigmoid":
                double rise = Alpha(0.2);
                double middle = node.Float("beta", 0.5);
                return x => Math.Clamp((rise * x[0]) + middle, 0, 1);
            case "Abs":
                return x => Math.Abs(x[0]);
            case "Neg":
                return x => -x[0];
            case "Exp":
                return x => Math.Exp(x[0]);
            case "Sqrt":
                return x => Math.Sqrt(x[0]);
            case "Erf":
                return x => ScalarFunctions.Erf(x[0]);
            case "Sin":
                return x => Math.Sin(x[0]);
            case "Cos":
                return x => Math.Cos(x[0]);
            case "Atan":
                return x => Math.Atan(x[0]);
            case "Reciprocal":
                return x => 1 / x[0];
            default:
                return null;
        }
    }

    private static Func<double[], double>? FunctionOfSeveral(OnnxNode node)
    {
        switch (node.OpType)
        {
            case "Add" or "Sum":
                return x => x.Sum();
            case "Sub":
                return x => x[0] - x[1];
            case "Mul":
                return x => x[0] * x[1];
            case "Div":
                return x => x[0] / x[1];
            case "Pow":
                return x => Math.Pow(x[0], x[1]);
            case "Max":
                return x => x.Max();
            case "Min":
                return x => x.Min();
            case "PRelu":
                return x => x[0] < 0 ? x[0] * x[1] : x[0];
            case "Clip":
                // Bounds are inputs since opset 11, attributes before.
                double low = node.Float("min", double.NegativeInfinity);
                double high = node.Float("max", double.PositiveInfinity);
                return x => Math.Min(Math.Max(x[0], Given(x, 1, low)), Given(x, 2, high));
            default:
                return null;
        }
    }

    private static double Given(double[] inputs, int index, double otherwise) =>
        index < inputs.Length && !double.IsNaN(inputs[index]) ? inputs[index] : otherwise;
}

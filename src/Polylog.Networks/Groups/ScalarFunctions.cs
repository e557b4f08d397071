namespace Polylog.Networks;

/// <summary>Scalar functions that activations are made of.</summary>
internal static class ScalarFunctions
{
    // From "Self-normalizing neural networks" (Klambauer and others, 2017), with the digits that ONNX gives.
    public const double SeluAlpha = 1.67326319217681884765625;
    public const double SeluGamma = 1.05070102214813232421875;

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    public static double Elu(double x, double alpha) => x < 0 ? alpha * (Math.Exp(x) - 1) : x;

    public static double Selu(double x, double alpha, double gamma) => gamma * Elu(x, alpha);

    public static double Celu(double x, double alpha) => x < 0 ? alpha * (Math.Exp(x / alpha) - 1) : x;

    public static double Gelu(double x) => 0.5 * x * (1 + Erf(x / Math.Sqrt(2)));

    public static double GeluTanh(double x) => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x))));

    /// <summary>The error function, by a series without cancellation (Abramowitz and Stegun 7.1.6).</summary>
    public static double Erf(double x)
    {
        const double One = 6;
        if (Math.Abs(x) >= One)
            return Math.Sign(x);
        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}

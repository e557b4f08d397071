namespace Polylog.Experiments;

/// <summary>The function s of a hidden unit s(w.x + b), as PyTorch defines it.</summary>
public enum Activation
{
    /// <summary>max(0, z); its slope at 0 is 0.</summary>
    Relu,

    /// <summary>tanh z.</summary>
    Tanh,

    /// <summary>1 / (1 + e^-z).</summary>
    Sigmoid,

    /// <summary>z Phi(z) with the exact normal distribution function Phi.</summary>
    Gelu,
}

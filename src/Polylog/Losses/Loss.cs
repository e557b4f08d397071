namespace Polylog;

/// <summary>The losses that come with the library; <see cref="ILoss"/> makes others.</summary>
public static class Loss
{
    /// <summary>(f - y)^2, for any number of targets: least squares and everything trained with it.</summary>
    public static ILoss Squared { get; } = new SquaredLoss();

    /// <summary>
    /// f^2 - 2 f y: the squared loss up to y^2, which is no model's doing. All that training, gradients and comparisons of models need.
    /// </summary>
    public static ILoss LeastSquares { get; } = new LeastSquaresLoss();

    /// <summary>exp(f) - y f: counts, y at least 0.</summary>
    public static ILoss Poisson { get; } = new PoissonLoss();

    /// <summary>log(1 + exp(f)) - y f: y in [0, 1], a yes or no or its probability.</summary>
    public static ILoss Logistic { get; } = new LogisticLoss();

    /// <summary>Cross entropy of classes 0, 1, 2...: each class is compressed on its own, and its weight kept.</summary>
    public static ILoss Classes { get; } = new ClassLoss();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ILoss> All { get; } = [Squared, LeastSquares, Poisson, Logistic, Classes];
}

namespace Polylog;

/// <summary>The losses of the library. Implement <see cref="ILoss"/> for others.</summary>
/// <example>
/// Preserve the squared loss of every model that predicts y:
/// <code>
/// double[] x = [.. Enumerable.Range(0, 5000).Select(_ =&gt; Random.Shared.NextDouble())];
/// double[] y = [.. x.Select(value =&gt; Math.Sin(6 * value) + 0.1 * Random.Shared.NextDouble())];
/// Measure measure = new Measure(x, dimension: 1).WithTargets(y, Loss.Squared);
/// Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 100 });
/// </code>
/// </example>
public static class Loss
{
    /// <summary>(f - y)^2, for any number of targets: least squares and everything trained with it.</summary>
    public static ILoss Squared { get; } = new SquaredLoss();

    /// <summary>
    /// f^2 - 2 f y: the squared loss without the y^2 term, which does not depend on the model. Enough for training and for comparing
    /// models, and more accurate.
    /// </summary>
    public static ILoss LeastSquares { get; } = new LeastSquaresLoss();

    /// <summary>exp(f) - y f, for counts y &gt;= 0.</summary>
    public static ILoss Poisson { get; } = new PoissonLoss();

    /// <summary>log(1 + exp(f)) - y f, for y in [0, 1]: yes or no, or the probability of yes.</summary>
    public static ILoss Logistic { get; } = new LogisticLoss();

    /// <summary>Cross entropy of classes 0, 1, 2, ... Each class is compressed on its own, and its weight is preserved.</summary>
    public static ILoss Classes { get; } = new ClassLoss();

    /// <summary>All losses of the library.</summary>
    public static IReadOnlyList<ILoss> All { get; } = [Squared, LeastSquares, Poisson, Logistic, Classes];
}

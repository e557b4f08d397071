namespace Polylog;

/// <summary>
/// A loss that separates: loss(f, y) = sum_l a_l(f) b_l(y), f a model's output and y the target. To preserve the loss of every model it is
/// enough to preserve the sums of weight x p(x) b_l(y), so leaves need to be small in x only.
/// </summary>
/// <remarks>
/// One of the b_l is always the constant 1, for the part of the loss that looks at f alone. The others are <em>factors</em>, matched with
/// every polynomial of x, where a_l depends on the model, and <em>totals</em>, matched by themselves, where it does not. The squared loss
/// f^2 - 2 f y + y^2 has the factor y and the total y^2.
/// </remarks>
/// <example>
/// The loss of a quantile does not separate. That of a Gamma regression, y exp(-f) + f, does: one factor y, no totals.
/// <code>
/// double[] x = [.. Enumerable.Range(0, 5000).Select(_ =&gt; Random.Shared.NextDouble())];
/// double[] claims = [.. x.Select(value =&gt; Math.Exp(value) * -Math.Log(1 - Random.Shared.NextDouble()))];
/// Measure measure = new Measure(x, dimension: 1).WithTargets(claims, new GammaLoss());
///
/// internal sealed class GammaLoss : ILoss
/// {
///     public string Name =&gt; "gamma";
///
///     public int Factors(int targets) =&gt; targets;
///
///     public int Totals(int targets) =&gt; 0;
///
///     public void Describe(ReadOnlySpan&lt;double&gt; target, Span&lt;double&gt; factors, Span&lt;double&gt; totals) =&gt;
///         target.CopyTo(factors);
///
///     public double Value(double output, double target) =&gt; target * Math.Exp(-output) + output;
///
///     public (double Centre, double Spread) Outputs(double mean, double deviation) =&gt; (Math.Log(mean), 0.5);
///
///     public string? Fault(double target) =&gt; target &lt; 0 ? "must be 0 or more" : null;
/// }
/// </code>
/// </example>
public interface ILoss
{
    /// <summary>Name for messages, such as squared.</summary>
    string Name { get; }

    /// <summary>Number of factors besides the constant 1.</summary>
    /// <param name="targets">Columns of the target, at least 1.</param>
    int Factors(int targets);

    /// <summary>Number of totals.</summary>
    /// <param name="targets">Columns of the target, at least 1.</param>
    int Totals(int targets);

    /// <summary>Writes the functions of one row's target.</summary>
    /// <param name="target">IN, the target.</param>
    /// <param name="factors">OUT, <see cref="Factors"/> values.</param>
    /// <param name="totals">OUT, <see cref="Totals"/> values.</param>
    void Describe(ReadOnlySpan<double> target, Span<double> factors, Span<double> totals);

    /// <summary>Whether rows of different targets are compressed apart: the b_l are the indicators of the target's values.</summary>
    bool SplitsByTarget => false;

    /// <summary>
    /// The loss of an output, for one column of the target; for a loss that splits by target, of the output for a class where the target is
    /// 1 in the class and 0 outside.
    /// </summary>
    /// <param name="output">A model's output f.</param>
    /// <param name="target">The target y.</param>
    double Value(double output, double target);

    /// <summary>
    /// Whether the loss leaves out a term that depends on the target alone, so that only differences between models have a meaning. A
    /// certificate then compares each model with the constant at the centre of its outputs.
    /// </summary>
    bool IsRelative => false;

    /// <summary>Centre and spread of the outputs of a sensible model: the random models of a certificate are drawn with these.</summary>
    /// <param name="mean">Mean of the target.</param>
    /// <param name="deviation">Its standard deviation.</param>
    (double Centre, double Spread) Outputs(double mean, double deviation);

    /// <summary>The rule that a target breaks, such as "must be 0 or more"; null for a good one.</summary>
    string? Fault(double target);
}

using System.Globalization;

namespace Polylog.Experiments;

/// <summary>Checks before any work that an evaluation is possible.</summary>
internal static class EvaluationCheck
{
    private const int FewestRows = 8;

    // With more it is a number, or a name.
    private const int MostClasses = 100;

    /// <summary>Whether the target is a number, and no class.</summary>
    public static bool IsNumber(ILoss loss) => loss == Loss.Squared || loss == Loss.LeastSquares;

    /// <summary>Refuses targets that cannot be learned.</summary>
    /// <param name="name">What messages call the target.</param>
    /// <param name="targets">The target, one a row.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="classNames">What messages call the classes; null for their numbers.</param>
    /// <exception cref="ExperimentException">
    /// There are too few rows, or the target is constant, does not fit the loss, or has a class of one row.
    /// </exception>
    public static void Targets(string name, ReadOnlySpan<double> targets, ILoss loss, IReadOnlyList<string?>? classNames = null)
    {
        if (targets.Length < FewestRows)
        {
            throw Fault(
                $"there {(targets.Length == 1 ? "is" : "are")} only {Count(targets.Length, "row")}",
                $"an evaluation needs at least {FewestRows}");
        }
        var counts = new SortedDictionary<double, int>();
        for (int i = 0; i < targets.Length; i++)
        {
            if (!loss.SplitsByTarget && loss.Fault(targets[i]) is { } rule)
            {
                throw Fault(
                    $"the target '{name}' is {targets[i]} in row {i} of those used (counting from 0)",
                    $"a target of the {loss.Name} loss {rule}{Other(loss)}");
            }
            counts[targets[i]] = counts.GetValueOrDefault(targets[i]) + 1;
        }
        if (counts.Count == 1)
        {
            throw Fault(
                $"the target '{name}' is {Name(counts.Keys.First())} in every row; there is nothing to predict, choose another --target");
        }
        if (IsNumber(loss))
            return;
        if (loss == Loss.Logistic && counts.Keys.FirstOrDefault(value => value is not 0 and not 1, 0) is not 0 and double between)
        {
            throw Fault(
                $"the target '{name}' is {between} in row {targets.IndexOf(between)} of those used (counting from 0)",
                $"with --loss logistic it is 0 or 1 here, for other classes use --loss classes");
        }
        if (counts.Count > MostClasses)
        {
            throw Fault(
                $"the target '{name}' has {counts.Count} different values, more than {MostClasses} classes",
                $"if it is a number use --loss squared");
        }
        foreach ((double value, int count) in counts)
        {
            if (count == 1)
            {
                throw Fault(
                    $"the class '{Name(value)}' of the target '{name}' is in one row only",
                    $"a class needs rows to learn from and rows to be judged on, leave it out through --sql");
            }
        }

        string Name(double value) => classNames?[(int)value] ?? value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The size asked for of the training rows.</summary>
    /// <exception cref="ExperimentException">It is above their number, or below what a coreset needs.</exception>
    public static int Size(EvaluationSettings settings, Measure measure)
    {
        long least = GroupedCompression.Least(measure, settings.Order ?? 1);
        int size = settings.Size ?? (int)Math.Max(1, settings.Fraction * measure.Count);
        string even = settings.Order is null ? "even " : "";
        string order = $"{even}order {settings.Order ?? 1} in {Count(measure.Dimension, "column")} takes {Count(least, "row")}";
        // Where a share is too few, that may be because next to nothing is left to learn from.
        if (measure.Count <= least || (settings.Size is null && size < least && measure.Count < 2 * least))
        {
            throw Fault(
                $"a --test-fraction of {settings.TestFraction} leaves {Count(measure.Count, "row")} to learn from, but {order}",
                $"lower --test-fraction, or take more rows or fewer --columns");
        }
        string asked = settings.Size is null
            ? string.Create(CultureInfo.InvariantCulture, $"a --fraction of {settings.Fraction} is {Count(size, "row")}")
            : $"--size is {size}";
        string raise = settings.Size is null ? "raise --fraction" : "raise --size";
        if (size >= measure.Count)
            throw Fault($"{asked}, but there are {measure.Count} rows to learn from after the test set is taken off; keep fewer");
        if (size < least)
            throw Fault($"{asked}, but {order}; {raise} to keep {least} or more, or choose fewer --columns");
        return size;
    }

    private static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Other(ILoss loss) => loss == Loss.Logistic ? "; for classes of other names use --loss classes" : "";

    private static ExperimentException Fault(FormattableString fault, FormattableString wayOut) => Fault($"{Text(fault)}; {Text(wayOut)}");

    private static ExperimentException Fault(FormattableString message) => new(Text(message));

    private static string Text(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}

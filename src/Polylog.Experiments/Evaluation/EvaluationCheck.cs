using System.Globalization;

namespace Polylog.Experiments;

/// <summary>Checks before any work that an evaluation is possible.</summary>
internal static class EvaluationCheck
{
    private const int FewestRows = 8;

    // A target with more values is a number, or a name.
    private const int MostClasses = 100;

    // Each value is one more feature in every row.
    private const int MostCategoryValues = 200;

    /// <summary>Whether the target is a number, not a class.</summary>
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
                    $"the target '{name}' is {targets[i]} in row {i} of the rows used (counting from 0)",
                    $"a target of the {loss.Name} loss {rule}{Other(loss)}");
            }
            counts[targets[i]] = counts.GetValueOrDefault(targets[i]) + 1;
        }
        if (counts.Count == 1)
        {
            throw Fault(
                $"the target '{name}' is {Name(counts.Keys.First())} in every row",
                $"a constant cannot be predicted, choose another {OptionNames.Targets}");
        }
        if (IsNumber(loss))
            return;
        if (loss == Loss.Logistic && counts.Keys.FirstOrDefault(value => value is not 0 and not 1, 0) is not 0 and double between)
        {
            throw Fault(
                $"the target '{name}' is {between} in row {targets.IndexOf(between)} of the rows used (counting from 0)",
                $"with {OptionNames.LogisticLoss} it must be 0 or 1, for other classes use {OptionNames.ClassesLoss}");
        }
        if (counts.Count > MostClasses)
        {
            throw Fault(
                $"the target '{name}' has {counts.Count} different values",
                $"at most {MostClasses} classes are possible, if the target is a number use {OptionNames.SquaredLoss}");
        }
        foreach ((double value, int count) in counts)
        {
            if (count == 1)
            {
                throw Fault(
                    $"the class '{Name(value)}' of the target '{name}' has only one row",
                    $"a class needs training rows and test rows, leave it out with {OptionNames.Rows}");
            }
        }

        string Name(double value) => classNames?[(int)value] ?? value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Refuses categories with too many values.</summary>
    /// <exception cref="ExperimentException">A category has too many.</exception>
    public static void Categories(IReadOnlyList<Category> categories)
    {
        foreach (Category category in categories)
        {
            int values = category.Codes.Distinct().Count();
            if (values > MostCategoryValues)
            {
                throw Fault(
                    $"the category '{category.Name}' has {values} different values",
                    $"at most {MostCategoryValues} are possible, a column of the models for each, merge rare ones with {OptionNames.Rows}");
            }
        }
    }

    /// <summary>The number of training rows to keep.</summary>
    /// <exception cref="ExperimentException">It is above their number, or below what a coreset needs.</exception>
    public static int Size(EvaluationSettings settings, Measure measure)
    {
        long least = GroupedCompression.Least(measure, settings.Order ?? 1);
        int size = settings.Size ?? (int)Math.Max(1, settings.Fraction * measure.Count);
        string even = settings.Order is null ? "even " : "";
        int groups = measure.Groups.ToArray().Distinct().Count();
        string inGroups = groups < 2 ? "" : $" and {Count(groups, "group")}";
        string fewer = groups < 2 ? OptionNames.Features : $"{OptionNames.Features} or groups";
        string order = $"{even}order {settings.Order ?? 1} in {Count(measure.Dimension, "column")}{inGroups} needs {Count(least, "row")}";
        // A fraction can be too small because there are hardly any training rows.
        if (measure.Count <= least || (settings.Size is null && size < least && measure.Count < 2 * least))
        {
            throw Fault(
                $"{OptionNames.TestFraction} is {settings.TestFraction}, which leaves {Count(measure.Count, "training row")}, and {order}",
                $"lower {OptionNames.TestFraction}, use more rows, or choose fewer {fewer}");
        }
        string asked = settings.Size is null
            ? $"{OptionNames.Fraction} is {Number(settings.Fraction)} ({Count(size, "row")})"
            : $"{OptionNames.Size} is {Number(size)}";
        string option = settings.Size is null ? OptionNames.Fraction : OptionNames.Size;
        if (size >= measure.Count)
            throw Fault($"{asked}, but there are only {Count(measure.Count, "training row")} besides the test set", $"lower {option}");
        if (size < least)
            throw Fault($"{asked}, but {order}", $"raise {option} to keep {least} or more, or choose fewer {fewer}");
        return size;
    }

    private static string Count(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private static string Number<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static string Other(ILoss loss) =>
        loss == Loss.Logistic ? $", for classes with other names use {OptionNames.ClassesLoss}" : "";

    private static ExperimentException Fault(FormattableString fault, FormattableString wayOut) => new($"{Text(fault)}; {Text(wayOut)}");

    private static string Text(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}

namespace Polylog.Cli;

/// <summary>How many functions are matched in a leaf, and how many rows that needs in all parts together.</summary>
internal sealed class FunctionCount
{
    private readonly IReadOnlyList<int> _columns;
    private readonly int _all;
    private readonly int _factors;
    private readonly int _totals;
    private readonly int[]? _parts;
    private readonly string _word;

    /// <summary>Counts for a table.</summary>
    /// <param name="roles">The columns' roles.</param>
    /// <param name="rows">The rows; null before they are read.</param>
    public FunctionCount(Roles roles, MarkedRows? rows = null)
    {
        _all = roles.Columns.Count;
        ILoss? loss = roles.Loss is { } word ? LossWords.ToLoss(word) : null;
        _factors = loss?.Factors(roles.Targets.Count) ?? 0;
        _totals = (loss?.Totals(roles.Targets.Count) ?? 0) + roles.Totals.Count;
        _columns = rows?.VaryingInParts ?? [roles.Columns.Count];
        _parts = rows?.Cells?.Weighing(rows.Measure.Weights.Span);
        HasGroups = rows?.Groups is not null;
        _word = rows?.Classes is null ? "groups" : rows.Groups is null ? "classes" : "groups and classes";
    }

    /// <summary>Whether the rows are in several parts, each compressed on its own.</summary>
    public bool IsSplit => _parts is { Length: > 1 };

    /// <summary>Whether the user asked for groups (classes alone make parts as well).</summary>
    public bool HasGroups { get; }

    /// <summary>The number of columns that vary, in the part where it is largest; a constant column adds no moments.</summary>
    public int Columns => _columns.Max();

    /// <summary>Rows of all parts, without those of weight 0; 0 where there is one part.</summary>
    public long PartRows => _parts?.Sum(rows => (long)rows) ?? 0;

    /// <summary>The parts in words, such as <c>the 12 groups</c>.</summary>
    public string Parts => $"the {Format.Whole(_parts?.Length ?? 0)} {_word}";

    /// <summary>The number of moments in a leaf: 45, or 2 x 45 with a target.</summary>
    public string Multiple(int order) =>
        $"{(_factors == 0 ? "" : $"{1 + _factors} x ")}{Format.Long(Moments.Count(Columns, order))}";

    /// <summary>The totals in words, such as <c> and 2 totals</c>; empty without totals.</summary>
    public string Totals => _totals == 0 ? "" : $" and {Format.Count(_totals, "total")}";

    /// <summary>Functions matched in a leaf, in the part where they are most.</summary>
    public long InLeaf(int order) => InLeaf(Columns, order);

    /// <summary>The fewest rows with which an order can be matched in all parts.</summary>
    public long LeastRows(int order) => _parts is null
        ? InLeaf(order)
        : _parts.Zip(_columns, (rows, columns) => Math.Min(rows, InLeaf(columns, order))).Sum();

    private long InLeaf(int columns, int order)
    {
        Int128 count = (1 + (Int128)_factors) * Moments.Count(columns, order) + _totals;
        return count > long.MaxValue ? long.MaxValue : (long)count;
    }

    /// <summary>
    /// The highest order up to <paramref name="most"/> that needs at most <paramref name="rows"/> rows; 0 where there is none.
    /// </summary>
    public int HighestOrder(int most, long rows)
    {
        int low = 0, high = most;
        while (low < high)
        {
            int middle = low + (high - low + 1) / 2;
            if (LeastRows(middle) <= rows)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    /// <summary>The number of moments of an order, as a sentence.</summary>
    public string Describe(int order)
    {
        long moments = Moments.Count(Columns, order);
        string targets = _factors == 0 ? "" : _factors == 1 ? " with the target" : " with the targets";
        string all = InLeaf(order) == moments
            ? $"{Format.Long(moments)} {(moments == 1 ? "moment" : "moments")}"
            : $"{Multiple(order)} moments{targets}{Totals}, {Format.Long(InLeaf(order))} in all";
        return $"order {order} in "
            + $"{Format.Count(Columns, "column")}{(Columns == _all ? "" : Columns == 1 ? " that varies" : " that vary")} has {all}";
    }
}

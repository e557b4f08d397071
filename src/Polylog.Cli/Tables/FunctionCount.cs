namespace Polylog.Cli;

/// <summary>What there is to match, and the rows that takes: the sum over all that is compressed on its own.</summary>
internal sealed class FunctionCount
{
    private readonly IReadOnlyList<int> _columns;
    private readonly int _all;
    private readonly int _factors;
    private readonly int _totals;
    private readonly int[]? _parts;
    private readonly string _word;

    /// <summary>Of a table whose rows are known, or not yet.</summary>
    /// <param name="roles">The columns' roles.</param>
    /// <param name="rows">The rows; null where they are not read yet.</param>
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

    /// <summary>Whether rows are compressed in more parts than one.</summary>
    public bool IsSplit => _parts is { Length: > 1 };

    /// <summary>Whether there are groups besides classes, if any.</summary>
    public bool HasGroups { get; }

    /// <summary>Columns that vary, as far as is known, in the part where the most do: a constant one has no moments of its own.</summary>
    public int Columns => _columns.Max();

    /// <summary>Rows of all parts that weigh something, where there are parts.</summary>
    public long PartRows => _parts?.Sum(rows => (long)rows) ?? 0;

    /// <summary>The 12 groups.</summary>
    public string Parts => $"the {Format.Whole(_parts?.Length ?? 0)} {_word}";

    /// <summary>What is matched in a leaf, without its count: 2 x 45, or 45.</summary>
    public string Multiple(int order) => $"{(_factors == 0 ? "" : $"{1 + _factors} x ")}{Format.Long(Moments.Count(Columns, order))}";

    /// <summary>And 2 totals; nothing where there are none.</summary>
    public string Totals => _totals == 0 ? "" : $" and {Format.Count(_totals, "total")}";

    /// <summary>Functions of a leaf; of the part that has most.</summary>
    public long InLeaf(int order) => InLeaf(Columns, order);

    /// <summary>The fewest rows with which an order can be kept everywhere.</summary>
    public long LeastRows(int order) => _parts is null
        ? InLeaf(order)
        : _parts.Zip(_columns, (rows, columns) => Math.Min(rows, InLeaf(columns, order))).Sum();

    private long InLeaf(int columns, int order)
    {
        Int128 count = (1 + (Int128)_factors) * Moments.Count(columns, order) + _totals;
        return count > long.MaxValue ? long.MaxValue : (long)count;
    }

    /// <summary>The highest order, one at most, that takes no more rows than a limit; 0 where there is none.</summary>
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

    /// <summary>How many moments an order has, and of what.</summary>
    public string Describe(int order)
    {
        long moments = Moments.Count(Columns, order);
        string all = InLeaf(order) == moments ? $"{Format.Long(moments)} {(moments == 1 ? "moment" : "moments")}"
            : $"{Multiple(order)} moments{(_factors == 0 ? "" : _factors == 1 ? " with the target" : " with the targets")}{Totals}, {Format.Long(InLeaf(order))} in all";
        return $"order {order} in {Format.Count(Columns, "column")}{(Columns < _all ? " that vary" : "")} has {all}";
    }
}

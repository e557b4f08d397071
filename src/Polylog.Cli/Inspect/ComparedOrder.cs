namespace Polylog.Cli;

/// <summary>Limits the order up to which moments are compared, because their number is limited.</summary>
internal static class ComparedOrder
{
    /// <summary>Refuses an order with too many moments.</summary>
    public static void Check(FunctionCount functions, int asked)
    {
        int order = Lower(functions, asked);
        if (order == asked)
            return;
        string lower = order > 0 ? $"lower --order (order {order} has {Format.Whole(functions.InLeaf(order))})" : "";
        string fewer = functions.Columns > 1 ? "choose fewer --columns" : "";
        throw new CommandException($"{functions.Describe(asked)}, more than inspect can compare ({Format.Whole(MomentAudit.MostMoments)}); "
            + $"{lower}{(lower.Length > 0 && fewer.Length > 0 ? " or " : "")}{fewer}");
    }

    /// <summary>The highest order up to <paramref name="order"/> that does not have too many moments.</summary>
    public static int Lower(FunctionCount functions, int order) => functions.HighestOrder(order, MomentAudit.MostMoments);
}

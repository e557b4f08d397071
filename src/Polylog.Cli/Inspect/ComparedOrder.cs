namespace Polylog.Cli;

/// <summary>The order up to which moments are compared: there is a limit to how many that are.</summary>
internal static class ComparedOrder
{
    /// <summary>Refuses an order that was asked for.</summary>
    public static void Check(FunctionCount functions, int asked)
    {
        int order = Lower(functions, asked);
        if (order == asked)
            return;
        string lower = order > 0 ? $"lower --order (order {order} has {Format.Whole(functions.InLeaf(order))})" : "";
        string fewer = functions.Columns > 1 ? "choose fewer --columns" : "";
        throw new CommandException($"{functions.Describe(asked)}, more than the {Format.Whole(MomentAudit.MostMoments)} that inspect compares; "
            + $"{lower}{(lower.Length > 0 && fewer.Length > 0 ? " or " : "")}{fewer}");
    }

    /// <summary>The order, or where it has too many moments the highest below it that has not.</summary>
    public static int Lower(FunctionCount functions, int order) => functions.HighestOrder(order, MomentAudit.MostMoments);
}

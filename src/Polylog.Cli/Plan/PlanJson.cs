using System.Text.Json.Nodes;

namespace Polylog.Cli;

/// <summary>A plan as one JSON object.</summary>
internal static class PlanJson
{
    public static void Write(PlanOutcome outcome, NoteList notes, TextWriter output)
    {
        CompressionPlan plan = outcome.Plan;
        PlanAdvice advice = outcome.Advice;
        JsonOutput.Write(output, new JsonObject
        {
            ["rows"] = plan.Rows,
            ["dropped"] = outcome.Dropped,
            ["weightless"] = outcome.Weightless,
            ["dimension"] = plan.Dimension,
            ["columns"] = JsonOutput.Names(outcome.Columns),
            ["use"] = UseWords.Word(plan.Use),
            ["wantedError"] = plan.Error,
            ["wantedSize"] = plan.Error is null ? plan.Recommended.Size : null,
            ["sample"] = plan.Model.SampleCount,
            ["constantColumns"] = JsonOutput.Names(outcome.Constant),
            ["different"] = advice.AllDistinct,
            // Where all distinct rows can be kept, no order is needed.
            ["orders"] = advice.AllDistinct is null
                ? new JsonArray([.. plan.Orders.Select(order => Order(order, order == plan.Recommended))])
                : [],
            ["recommendedOrder"] = advice.AllDistinct is null ? plan.Recommended.Order : null,
            ["recommendedSize"] = advice.AllDistinct ?? plan.Recommended.Size,
            ["expectedError"] = advice.AllDistinct is null ? plan.Recommended.Error(plan.Use) : 0,
            ["tried"] = plan.IsTried,
            ["randomError"] = plan.RandomError,
            ["worthwhile"] = advice.AllDistinct is not null || plan.Outlook == PlanOutlook.Good,
            ["verdict"] = advice.Verdict,
            ["waysOut"] = JsonOutput.Names(advice.WaysOut),
            ["fitsInMemory"] = advice.Parts is null,
            ["commands"] = JsonOutput.Names(advice.Commands.Select(command => $"polylog {command.Line}")),
        }, notes);
    }

    private static JsonObject Order(PlannedOrder order, bool recommended) => new()
    {
        ["order"] = order.Order,
        ["moments"] = order.Moments,
        ["kernelFunctions"] = order.KernelFunctions,
        ["size"] = order.Size,
        ["leaves"] = order.Leaves,
        ["smoothError"] = order.SmoothError,
        ["kinkedError"] = order.KinkedError,
        ["seconds"] = order.Time.TotalSeconds,
        ["memory"] = order.Memory,
        ["measured"] = order.Measured,
        ["recommended"] = recommended,
    };
}

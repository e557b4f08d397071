using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Shows a plan.</summary>
internal static class PlanSummary
{
    private const int Width = 96;
    private const int LabelWidth = 16;

    private static readonly Style s_strong = new(decoration: Decoration.Bold);

    public static void Write(PlanOutcome outcome, IAnsiConsole console)
    {
        CompressionPlan plan = outcome.Plan;
        PlanAdvice advice = outcome.Advice;
        var summary = new Summary(console);
        string[] left = [.. (outcome.Dropped > 0 ? new[] { Format.Count(outcome.Dropped, "incomplete row") } : []),
            .. (outcome.Weightless > 0 ? new[] { $"{Format.Count(outcome.Weightless, "row")} of weight 0" } : [])];
        string dropped = left.Length > 0 ? $" ({string.Join(" and ", left)} left out)" : "";
        summary.Line("rows", $"{Format.Whole(plan.Rows)}{dropped}");
        Paragraph("columns", outcome.Columns.Count > 0 ? $"{outcome.Columns.Count}: {Format.Names(outcome.Columns)}" : $"{plan.Dimension}");
        if (outcome.NotNumeric.Count > 0)
            Paragraph("not numeric", Format.Names([.. outcome.NotNumeric.Select(column => $"{column.Name} ({column.TypeName})")]));
        summary.Line("wanted", plan.Error is { } error
            ? $"relative error {Format.Limit(error)} or less for {Functions(plan.Use)}"
            : $"{Format.Count(plan.Recommended.Size, "row")} ({Format.Percent((double)plan.Recommended.Size / plan.Rows)}), "
                + $"for {Functions(plan.Use)}");
        if (advice.AllDistinct is null)
        {
            if (outcome.Constant.Count > 0)
                Paragraph("constant", $"{Format.Names(outcome.Constant)} (the same value in every row; needs no moments)");
            Paragraph("errors", Origin(outcome));
            summary.Gap();
            WriteTable(plan, console);
        }
        summary.Gap();
        Paragraph(plan.Outlook == PlanOutlook.Good ? "expect" : "verdict", advice.Verdict);
        for (int i = 0; i < advice.WaysOut.Count; i++)
            Paragraph(i == 0 ? "ways out" : "", advice.WaysOut[i]);
        if (advice.Parts is { } parts)
            Paragraph("memory", parts);
        summary.Gap();
        foreach ((string purpose, string line) in advice.Commands)
            summary.Next(purpose, line);

        void Paragraph(string label, string text)
        {
            string line = "";
            foreach (string word in text.Split(' '))
            {
                if (line.Length > 0 && LabelWidth + line.Length + 1 + word.Length > Width)
                {
                    summary.Line(label, line);
                    (label, line) = ("", "");
                }
                line = line.Length == 0 ? word : $"{line} {word}";
            }
            summary.Line(label, line);
        }
    }

    private static string Other(Use use) => use == Use.Kinked ? "smooth" : "kinked";

    private static string Functions(Use use) => $"sums of {UseWords.Word(use)} functions";

    private static string Origin(PlanOutcome outcome) => OfOrders(outcome)
        + (outcome.Plan.Orders.Any(order => order.KernelFunctions is not null)
            ? $"; the line 'even' (even weights, moments and kernel functions) was tried on {(outcome.Request.Input is null ? "made rows"
                : "at most 8,000 rows")}" : "");

    private static string OfOrders(PlanOutcome outcome)
    {
        ErrorModel model = outcome.Plan.Model;
        IReadOnlyList<int> measured = model.MeasuredOrders;
        if (measured.Count > 0)
        {
            string sample = model.SampleCount < outcome.Plan.Rows ? $"{Format.Whole(model.SampleCount)} of the rows" : "these rows";
            string rest = outcome.Plan.Orders.Any(order => !order.Measured) ? "; lines with ~ are extrapolated by a formula" : "";
            string tried = outcome.Plan.IsTried ? "; the recommended line was tested on them" : "";
            return $"measured on {sample} up to order {measured[^1]}, at a few sizes; usually right within a factor of 3, "
                + $"less reliable near the fewest rows of an order{tried}{rest}";
        }
        if (outcome.Request.Input is not null)
            return "estimated by a formula for bell-shaped columns, because there are too few rows to measure";
        string shape = outcome.Request.Shape == DataShape.Uniform ? "evenly spread" : "bell-shaped";
        return $"estimated by a formula for {shape} columns that do not depend on each other; "
            + "errors of a real table can be ten times larger or smaller, so give the file to measure them";
    }

    private static void WriteTable(CompressionPlan plan, IAnsiConsole console)
    {
        bool sized = plan.Error is not null;
        string[] head = ["order", "moments", .. (string[])(sized ? ["rows"] : []), "leaves", "error", $"if {Other(plan.Use)}", "time",
            "memory"];
        string[][] lines = [head, .. plan.Orders.Select(order => Cells(order, plan, sized))];
        int[] widths = [.. Enumerable.Range(0, head.Length).Select(column => lines.Max(line => line[column].Length))];
        string mark = plan.Outlook == PlanOutlook.Good ? "recommended" : "best";
        for (int i = 0; i < lines.Length; i++)
        {
            bool recommended = i > 0 && plan.Orders[i - 1] == plan.Recommended;
            string text = string.Join("  ", lines[i].Select((cell, column) => cell.PadLeft(widths[column])));
            console.Write(new Text(recommended ? $"> {text}  {mark}" : $"  {text}", recommended ? s_strong : Style.Plain));
            console.WriteLine();
        }
    }

    private static string[] Functions(PlannedOrder order) => order.KernelFunctions is not { } kernels
        ? [Format.Whole(order.Order), Format.Whole(order.Moments)]
        : ["even", $"{Format.Whole(order.Moments)} + {Format.Whole(kernels)}"];

    private static string[] Cells(PlannedOrder order, CompressionPlan plan, bool sized)
    {
        string[] rows = sized ? [order.Size > plan.Rows / 2 ? "over half" : Format.Whole(order.Size)] : [];
        string mark = plan.Model.MeasuredOrders.Count > 0 && !order.Measured ? "~" : "";
        return
        [
            .. Functions(order), .. rows, Format.Whole(order.Leaves),
            mark + Format.Small(order.Error(plan.Use)),
            mark + Format.Small(order.Error(plan.Use == Use.Kinked ? Use.Smooth : Use.Kinked)),
            RoughFormat.Time(order.Time), RoughFormat.Bytes(order.Memory),
        ];
    }
}

using System.Text.Json.Nodes;
using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Shows a plan.</summary>
internal static class PlanReport
{
    private const int Width = 96;
    private const int LabelWidth = 16;

    private static readonly Style s_strong = new(decoration: Decoration.Bold);

    public static void Write(PlanOutcome outcome, IAnsiConsole console)
    {
        CompressionPlan plan = outcome.Plan;
        PlanAdvice advice = outcome.Advice;
        var summary = new Summary(console);
        string[] left = [.. (outcome.Dropped > 0 ? new[] { Figures.Count(outcome.Dropped, "incomplete row") } : []),
            .. (outcome.Weightless > 0 ? new[] { $"{Figures.Count(outcome.Weightless, "row")} of weight 0" } : [])];
        string dropped = left.Length > 0 ? $" ({string.Join(" and ", left)} left out)" : "";
        summary.Line("rows", $"{Figures.Whole(plan.Rows)}{dropped}");
        Paragraph("columns", outcome.Columns.Count > 0 ? $"{outcome.Columns.Count}: {Figures.Names(outcome.Columns)}" : $"{plan.Dimension}");
        if (outcome.NotNumeric.Count > 0)
            Paragraph("not numeric", Figures.Names([.. outcome.NotNumeric.Select(column => $"{column.Name} ({column.TypeName})")]));
        summary.Line("wanted", plan.Error is { } error
            ? $"relative error {Figures.Limit(error)} or less for {Functions(plan.Use)}"
            : $"{Figures.Count(plan.Recommended.Size, "row")} ({Figures.Percent((double)plan.Recommended.Size / plan.Rows)}), "
                + $"for {Functions(plan.Use)}");
        if (advice.AllDifferent is null)
        {
            if (outcome.Constant.Count > 0)
                Paragraph("constant", $"{Figures.Names(outcome.Constant)}; what never changes takes no moments");
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

    public static void WriteJson(PlanOutcome outcome, TextWriter output)
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
            ["use"] = Word(plan.Use),
            ["wantedError"] = plan.Error,
            ["wantedSize"] = plan.Error is null ? plan.Recommended.Size : null,
            ["sample"] = plan.Model.SampleCount,
            ["constantColumns"] = JsonOutput.Names(outcome.Constant),
            ["different"] = advice.AllDifferent,
            // Where all rows that differ can be kept there is nothing to choose.
            ["orders"] = advice.AllDifferent is null ? new JsonArray([.. plan.Orders.Select(order => Order(order, order == plan.Recommended))]) : [],
            ["recommendedOrder"] = advice.AllDifferent is null ? plan.Recommended.Order : null,
            ["recommendedSize"] = advice.AllDifferent ?? plan.Recommended.Size,
            ["expectedError"] = advice.AllDifferent is null ? plan.Recommended.Error(plan.Use) : 0,
            ["tried"] = plan.IsTried,
            ["randomError"] = plan.RandomError,
            ["worthwhile"] = advice.AllDifferent is not null || plan.Outlook == PlanOutlook.Good,
            ["verdict"] = advice.Verdict,
            ["waysOut"] = JsonOutput.Names(advice.WaysOut),
            ["fitsInMemory"] = advice.Parts is null,
            ["commands"] = JsonOutput.Names(advice.Commands.Select(command => command.Line)),
        });
    }

    private static JsonObject Order(PlannedOrder order, bool recommended) => new()
    {
        ["order"] = order.Order,
        ["moments"] = order.Moments,
        ["size"] = order.Size,
        ["leaves"] = order.Leaves,
        ["smoothError"] = order.SmoothError,
        ["kinkedError"] = order.KinkedError,
        ["seconds"] = order.Time.TotalSeconds,
        ["memory"] = order.Memory,
        ["measured"] = order.Measured,
        ["recommended"] = recommended,
    };

    private static string Word(Use use) => use == Use.Kinked ? "kinked" : "smooth";

    private static string Other(Use use) => use == Use.Kinked ? "smooth" : "kinked";

    private static string Functions(Use use) => $"sums of {Word(use)} functions";

    private static string Origin(PlanOutcome outcome)
    {
        ErrorModel model = outcome.Plan.Model;
        IReadOnlyList<int> measured = model.MeasuredOrders;
        if (measured.Count > 0)
        {
            string sample = model.SampleCount < outcome.Plan.Rows ? $"{Figures.Whole(model.SampleCount)} of the rows" : "these rows";
            string rest = outcome.Plan.Orders.Any(order => !order.Measured) ? "; those with ~ go by the formula from there" : "";
            string tried = outcome.Plan.IsTried ? "; the recommended line was tried on them" : "";
            return $"measured on {sample} up to order {measured[^1]}, at a few sizes: right within a factor of 3, as a rule, and less sure near an order's fewest rows{tried}{rest}";
        }
        if (outcome.Request.Input is not null)
            return "by a formula for bell-shaped columns: these are too few rows to measure";
        string shape = outcome.Request.Shape == DataShape.Uniform ? "evenly spread" : "bell-shaped";
        return $"by a formula for {shape} columns, none a function of the others, and ridge functions such as sigmoids; "
            + "a real table may be off by ten times and more either way: name the file, and it is measured";
    }

    private static void WriteTable(CompressionPlan plan, IAnsiConsole console)
    {
        bool sized = plan.Error is not null;
        string[] head = ["order", "moments", .. (string[])(sized ? ["rows"] : []), "leaves", "error", $"if {Other(plan.Use)}", "time", "memory"];
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

    private static string[] Cells(PlannedOrder order, CompressionPlan plan, bool sized)
    {
        string[] rows = sized ? [order.Size > plan.Rows / 2 ? "over half" : Figures.Whole(order.Size)] : [];
        string mark = plan.Model.MeasuredOrders.Count > 0 && !order.Measured ? "~" : "";
        return
        [
            Figures.Whole(order.Order), Figures.Whole(order.Moments), .. rows, Figures.Whole(order.Leaves),
            mark + Figures.Small(order.Error(plan.Use)), mark + Figures.Small(order.Error(plan.Use == Use.Kinked ? Use.Smooth : Use.Kinked)),
            Rough.Time(order.Time), Rough.Bytes(order.Memory),
        ];
    }
}

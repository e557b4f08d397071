using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Writes the facts of a report to a terminal.</summary>
internal static class ConsoleReport
{
    public static void Write(Report report, IAnsiConsole console)
    {
        var summary = new Summary(console);
        foreach (ReportItem item in report.Items)
        {
            switch (item)
            {
                case Fact { Label: { } label } fact:
                    summary.Line(label, fact.Text);
                    break;
                case Verdict verdict:
                    summary.Verdict(verdict.Statement, verdict.Holds, verdict.Detail);
                    break;
                case Heading heading:
                    summary.Heading(heading.Text);
                    break;
                case NextStep step:
                    summary.Next(step.Purpose, step.Command);
                    break;
                case TableItem { Table: var table }:
                    var shown = new ReportTable([.. table.Columns]);
                    foreach (IReadOnlyList<string> row in table.Rows)
                        shown.Row([.. row]);
                    shown.Write(console);
                    break;
                case Gap:
                    summary.Gap();
                    break;
            }
        }
    }
}

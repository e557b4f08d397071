using System.CommandLine;
using System.Diagnostics;
using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>The command <c>polylog-lab reproduce</c>.</summary>
internal sealed class ReproduceCommand : PageCommand
{
    private const string All = "all";

    private readonly Argument<string?> _figure = new("figure")
    {
        HelpName = "<figure>",
        Description = "One of the figures below.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<FigureScale?> _scale = ValueOptions.Word<FigureScale>("--scale",
        "Size of the experiment. tiny: seconds; quick: a minute or two; full: the sizes and trials of the paper. Default: quick.",
        [("tiny", FigureScale.Tiny), ("quick", FigureScale.Quick), ("full", FigureScale.Full)]);

    private readonly Option<string?> _output = ValueOptions.Text("--output", "<folder>",
        "Folder for the rows and the picture; default: results/<figure>-<scale>. It is made if it does not exist. Rows already in it are "
            + "kept, and only the missing ones are computed. With all it has a folder for each figure.", "-o");

    private readonly Option<string?> _reference = ValueOptions.Text("--reference", "<folder>",
        "Folder with the data files of the authors' repository (WHY-David/moment_compression on GitHub), to compare with.");

    private readonly Option<int?> _seed = ValueOptions.Whole("--seed", "<n>",
        "Seed of the random numbers: another seed makes other points; default: 1.");

    private readonly Option<string?> _report = ReportFile.NewOption();

    public ReproduceCommand(Terminal terminal, CancellationToken cancellation)
        : base("reproduce", "Compute and draw a figure of the paper.", terminal, cancellation)
    {
        Complete(_figure);
    }

    public override HelpPage Page => new(
        "Computes a figure of the paper (arXiv 2510.00504) row by row into a CSV file, and draws it from that file. "
        + "A run that was stopped continues when the same command is given again.",
        ["polylog-lab reproduce <figure> [options]"],
        [
            new("Figures", [.. PaperFigures.All(FigureScale.Full).Select(Described), Described(All, "All of them, one after the other.")]),
            new("Options", [_scale, _output, _reference, _seed, _report]),
        ],
        [
            new("figure 8 with few points, in about a minute", "polylog-lab reproduce fig8"),
            new("figure 6 with the sizes of the paper, in about half a minute", "polylog-lab reproduce fig6 --scale full"),
            new("all figures with very few points, on one page", "polylog-lab reproduce all --scale tiny --report figures.html"),
            new("figure 8 with other points, in another folder", "polylog-lab reproduce fig8 --seed 2 --output fig8-seed2"),
        ]);

    private static Argument<string> Described(Figure figure) => Described(figure.Name, figure.Description);

    private static Argument<string> Described(string name, string description) => new(name) { Description = description };

    protected override int Run(ParseResult parsed)
    {
        ReproduceRequest request = Request(parsed);
        ReportFile? page = ReportFile.Find(parsed.GetValue(_report), "--report", parsed);
        var clock = Stopwatch.StartNew();
        ReproduceJob[] jobs =
        [
            .. request.Figures.Select(figure =>
                new ReproduceJob(figure, request.Scale, request.Seed, request.FolderOf(figure), request.Reference)),
        ];
        var figures = new List<FigureOutcome>();
        foreach (ReproduceJob job in jobs)
        {
            if (figures.Count > 0)
                Terminal.Output.WriteLine();
            FigureOutcome figure = job.Run(Terminal, Cancellation);
            ConsoleReport.Write(figure.Report, Terminal.Styled);
            figures.Add(figure);
        }
        if (page is not null)
            WritePage(page, request, figures, clock.Elapsed);
        return ExitCode.Done;
    }

    private ReproduceRequest Request(ParseResult parsed)
    {
        FigureScale scale = parsed.GetValue(_scale) ?? FigureScale.Quick;
        IReadOnlyList<Figure> all = PaperFigures.All(scale);
        string choice = $"choose one of {string.Join(", ", all.Select(figure => figure.Name))}, {All}";
        string help = ParseErrors.HelpOf(this);
        string name = parsed.GetValue(_figure) ?? throw new UsageException($"no figure; {choice}", help);
        Figure[] chosen = [.. all.Where(figure => IsNamed(figure.Name) || IsNamed(All))];
        if (chosen.Length == 0)
            throw new UsageException($"no figure '{name}'; {choice}", help);
        return new ReproduceRequest(
            chosen, scale, (ulong)(parsed.GetValue(_seed) ?? 1), parsed.GetValue(_output), parsed.GetValue(_reference));

        bool IsNamed(string other) => string.Equals(other, name, StringComparison.OrdinalIgnoreCase);
    }

    private void WritePage(ReportFile page, ReproduceRequest request, List<FigureOutcome> figures, TimeSpan time)
    {
        var report = new Report("Figures of the paper, computed anew") { Kind = "Reproduction", Program = "polylog-lab" };
        report.Line("figures", string.Join(", ", request.Figures.Select(figure => figure.Name)));
        if (figures.Count > 1)
            report.Line("time", Format.Seconds(time));
        page.Write(report, new Watch(Terminal.Progress), null, time, command => ReproducePage.Fill(report, figures, request, command));
        ConsoleReport.Write(report, Terminal.Styled);
        ReportFile.Check(page);
    }
}

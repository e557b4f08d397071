using System.CommandLine;
using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>The command <c>polylog-lab reproduce</c>.</summary>
internal sealed class ReproduceCommand : PageCommand
{
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
        "Folder for the rows and the picture; default: results/<figure>-<scale>. It is made if it does not exist. Rows already in "
            + "it are kept, "
        + "and only the missing ones are computed.", "-o");

    private readonly Option<string?> _reference = ValueOptions.Text("--reference", "<folder>",
        "Folder with the data files of the authors' repository (WHY-David/moment_compression on GitHub), to compare with.");

    private readonly Option<int?> _seed = ValueOptions.Whole("--seed", "<n>",
        "Seed of the random numbers: another seed makes other points; default: 1.");

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
            new("Figures", [.. PaperFigures.All(FigureScale.Full).Select(Described)]),
            new("Options", [_scale, _output, _reference, _seed]),
        ],
        [
            new("figure 8 with few points, in about a minute", "polylog-lab reproduce fig8"),
            new("figure 6 with the sizes of the paper, in about half a minute", "polylog-lab reproduce fig6 --scale full"),
            new("figure 8 with other points, in another folder", "polylog-lab reproduce fig8 --seed 2 --output fig8-seed2"),
        ]);

    private static Argument<string> Described(Figure figure) => new(figure.Name) { Description = figure.Description };

    protected override int Run(ParseResult parsed)
    {
        FigureScale scale = parsed.GetValue(_scale) ?? FigureScale.Quick;
        IReadOnlyList<Figure> figures = PaperFigures.All(scale);
        string choice = "choose one of " + string.Join(", ", figures.Select(figure => figure.Name));
        string help = ParseErrors.HelpOf(this);
        string name = parsed.GetValue(_figure) ?? throw new UsageException($"no figure; {choice}", help);
        Figure figure = figures.FirstOrDefault(figure => string.Equals(figure.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"no figure '{name}'; {choice}", help);
        string folder = parsed.GetValue(_output) ?? Path.Combine("results", $"{figure.Name}-{scale.ToString().ToLowerInvariant()}");
        var reproduction = new ReproduceJob(figure, scale, (ulong)(parsed.GetValue(_seed) ?? 1), folder, parsed.GetValue(_reference));
        reproduction.Run(Terminal, Cancellation);
        return ExitCode.Done;
    }
}

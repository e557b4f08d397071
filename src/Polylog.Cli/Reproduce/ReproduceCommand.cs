using System.CommandLine;
using Polylog.Experiments;

namespace Polylog.Cli;

/// <summary><c>polylog reproduce</c>.</summary>
internal sealed class ReproduceCommand : Command
{
    private readonly Argument<string?> _figure = new("figure")
    {
        HelpName = "<figure>",
        Description = "One of the figures below.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<FigureScale?> _scale = ValueOptions.Word<FigureScale>("--scale",
        "Seconds, a minute or two, or the paper's sizes and trials; default: quick.",
        [("tiny", FigureScale.Tiny), ("quick", FigureScale.Quick), ("full", FigureScale.Full)]);

    private readonly Option<string?> _output = ValueOptions.Text("--output", "<folder>",
        "Where rows and pictures go; default: results/<figure>-<scale>. Made if it is not there; gone on with if it is.", "-o");

    private readonly Option<string?> _reference = ValueOptions.Text("--reference", "<folder>",
        "Folder of the authors' published points, to compare with.");

    private readonly Option<int?> _seed = ValueOptions.Whole("--seed", "<n>", "Another seed makes other points; default: 1.");

    private readonly Terminal _terminal;
    private readonly CancellationToken _cancellation;

    public ReproduceCommand(Terminal terminal, CancellationToken cancellation)
        : base("reproduce", "Make a figure of the paper: its numbers and a picture.")
    {
        _terminal = terminal;
        _cancellation = cancellation;
        Add(_figure);
        foreach (Option option in new Option[] { _scale, _output, _reference, _seed })
            Add(option);
        SetAction(Run);
    }

    public HelpPage Page => new(
        "Works out a figure of the paper, row by row into a CSV file, and draws it from that file. "
        + "Stopped and started again with the same folder, it goes on where it was.",
        ["polylog reproduce <figure> [options]"],
        [
            new("Figures", [.. PaperFigures.All(FigureScale.Full).Select(figure => new Argument<string>(figure.Name) { Description = figure.Description })]),
            new("Options", [_scale, _output, _reference, _seed]),
        ],
        [
            new("the figure's shape, in a minute or two", "polylog reproduce fig2"),
            new("all of it, beside the authors' points", "polylog reproduce fig2 --scale full --reference reference"),
            new("other points, elsewhere", "polylog reproduce fig8 --seed 2 --output /tmp/fig8"),
        ]);

    private int Run(ParseResult parsed)
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
        reproduction.Run(_terminal, _cancellation);
        return ExitCode.Done;
    }
}

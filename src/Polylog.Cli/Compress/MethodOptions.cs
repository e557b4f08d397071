using System.CommandLine;

namespace Polylog.Cli;

/// <summary>The options of <c>compress</c> about functions and weights.</summary>
internal sealed class MethodOptions
{
    public Option<FunctionFamily?> Functions { get; } = ValueOptions.Word("--functions",
        "Functions to preserve. polynomial: moments alone. kernel: moments of a low order, then the leading functions of a kernel, "
        + "which say more about tables of many columns; weights are then kept even. Default: auto, which takes kernel functions from "
        + "four columns on (three with --for kinked; with --for smooth where they do better in a trial), but not where an --order is "
        + "given.",
        FamilyWords.All);

    public Option<double?> MaxWeight { get; } = ValueOptions.Number("--max-weight", "<r>",
        "Largest weight of a kept row, as a multiple of their mean weight (in each group with --group-by, in each class with "
        + "--loss classes), 1 or more. Where it leaves no "
        + "room for all functions, the last ones are preserved to a few digits only, and the summary says how near. Default: as even as "
        + "the functions allow.",
        value => value >= 1 && double.IsFinite(value), "give a number, 1 or more, such as 1.5");

    public Option<bool> EqualWeights { get; } = ValueOptions.Flag("--equal-weights",
        "Give all kept rows the same weight (in each group with --group-by, in each class with --loss classes), for programs that read "
        + "no weights. The same as --max-weight 1.");

    public Option<int?> Draw { get; } = ValueOptions.Whole("--draw", "<seed>",
        "Choose the rows at random: on average over the seeds, each row's weight is what it was, so that sums over the kept rows are "
        + "unbiased estimates. Moments are preserved as without it; other functions less well.");

    /// <summary>Adds the choices to a request.</summary>
    public CompressRequest Add(CompressRequest request, ParseResult parsed) => request with
    {
        Functions = parsed.GetValue(Functions) ?? FunctionFamily.Auto,
        MaxWeight = parsed.GetValue(EqualWeights) ? 1 : parsed.GetValue(MaxWeight),
        HasEqualWeights = parsed.GetValue(EqualWeights),
        Draw = (ulong?)parsed.GetValue(Draw),
    };

    /// <summary>Refuses options that contradict each other.</summary>
    public void Check(ParseResult parsed, string help)
    {
        if (parsed.GetValue(EqualWeights) && parsed.GetValue(MaxWeight) is not null)
            throw new UsageException("--equal-weights and --max-weight cannot be combined; --equal-weights is --max-weight 1", help);
    }
}

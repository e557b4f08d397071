namespace Polylog.Cli;

/// <summary>The words of --functions, on the command line and in files.</summary>
internal static class FamilyWords
{
    public static readonly IReadOnlyList<(string Word, FunctionFamily Value)> All =
        [("auto", FunctionFamily.Auto), ("polynomial", FunctionFamily.Polynomial), ("kernel", FunctionFamily.Kernel)];

    public static string Word(FunctionFamily family) => All.First(pair => pair.Value == family).Word;
}

using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>What <c>polylog-lab reproduce</c> is asked to do.</summary>
/// <param name="Figures">The figures.</param>
/// <param name="Scale">Size of the experiments.</param>
/// <param name="Seed">Seed of the random numbers.</param>
/// <param name="Output">The folder for one figure, or for one folder a figure; null for the usual ones.</param>
/// <param name="Reference">The folder of the authors' files; null for none.</param>
internal sealed record ReproduceRequest(
    IReadOnlyList<Figure> Figures, FigureScale Scale, ulong Seed, string? Output, string? Reference)
{
    /// <summary>The folder of a figure.</summary>
    public string FolderOf(Figure figure) => Output is null
        ? Path.Combine("results", $"{figure.Name}-{Scale.ToString().ToLowerInvariant()}")
        : Figures.Count == 1 ? Output : Path.Combine(Output, figure.Name);
}

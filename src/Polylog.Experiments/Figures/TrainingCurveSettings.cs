namespace Polylog.Experiments;

/// <summary>Sizes, recipes and trials of figure 3.</summary>
/// <param name="Count">d, rows.</param>
/// <param name="Size">d', rows kept.</param>
/// <param name="Order">k of the paper's compression.</param>
/// <param name="TestCount">Noiseless rows the test loss is taken on.</param>
/// <param name="Recipes">Trainings.</param>
/// <param name="Trials">Trials, each with a teacher, rows and students of its own.</param>
public sealed record TrainingCurveSettings(int Count, int Size, int Order, int TestCount, IReadOnlyList<StudentRecipe> Recipes, int Trials)
{
    // A fast rate magnifies what the rows miss, so rows are chosen more often.
    private const int FastChoices = 58;
    private const int UsualChoices = 30;
    private const int ChoicesForBatches = 10;

    /// <summary>How often the adaptive curve chooses its rows.</summary>
    /// <param name="recipe">The training.</param>
    internal static int Choices(StudentRecipe recipe) => recipe switch
    {
        { BatchSize: > 0 } => ChoicesForBatches,
        { Optimiser: "adamw", Rate: >= 0.01 } => FastChoices,
        _ => UsualChoices,
    };

    private const int BatchSize = 256;

    /// <summary>The settings of a scale.</summary>
    public static TrainingCurveSettings ForScale(FigureScale scale) => scale switch
    {
        FigureScale.Tiny => new(1000, 200, 3, 1000, AllRecipes(epochs: 5, steps: 3), 1),
        FigureScale.Quick => new(10_000, 1000, 5, 100_000, AllRecipes(400, 10_000 / BatchSize), 1),
        _ => new(10_000, 1000, 5, 100_000, AllRecipes(400, 10_000 / BatchSize), 10),
    };

    private static StudentRecipe[] AllRecipes(int epochs, int steps) =>
    [
        .. from recipe in new[] { ("sgd", 0.05), ("sgd", 0.01), ("adamw", 0.01), ("adamw", 0.001) }
           select new StudentRecipe(recipe.Item1, recipe.Item2, 0, epochs, 1),
        .. from recipe in new[] { ("sgd", 0.01), ("sgd", 0.001), ("adam", 0.001), ("adamw", 0.001) }
           select new StudentRecipe(recipe.Item1, recipe.Item2, BatchSize, epochs, steps),
    ];
}

using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;

namespace Polylog.Experiments;

/// <summary>Boosted trees of LightGBM, whose settings do not follow the number of rows as ML.NET's own would.</summary>
internal sealed class LightGbmModel : TreeModel
{
    private const int Trees = 200;
    private const int Leaves = 31;
    private const int LeastRows = 20;
    private const double Rate = 0.1;

    public override string Name => "lightgbm";

    public override string Description => "gradient-boosted trees, LightGBM";

    protected override IEstimator<ITransformer> Trainer(MLContext context, bool classes) => classes
        ? context.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
        {
            LabelColumnName = "IsOwn",
            ExampleWeightColumnName = "Weight",
            NumberOfIterations = Trees,
            NumberOfLeaves = Leaves,
            MinimumExampleCountPerLeaf = LeastRows,
            LearningRate = Rate,
            Deterministic = true,
            NumberOfThreads = Threads,
            Seed = 1,
        })
        : context.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options
        {
            ExampleWeightColumnName = "Weight",
            NumberOfIterations = Trees,
            NumberOfLeaves = Leaves,
            MinimumExampleCountPerLeaf = LeastRows,
            LearningRate = Rate,
            Deterministic = true,
            NumberOfThreads = Threads,
            Seed = 1,
        });
}

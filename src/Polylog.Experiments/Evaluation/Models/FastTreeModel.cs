using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;

namespace Polylog.Experiments;

/// <summary>ML.NET's own boosted trees.</summary>
internal sealed class FastTreeModel : TreeModel
{
    private const int Trees = 100;
    private const int Leaves = 20;
    private const int LeastRows = 10;
    private const double Rate = 0.2;

    public override string Name => "fasttree";

    public override string Description => "gradient-boosted trees, ML.NET's FastTree";

    protected override IEstimator<ITransformer> Trainer(MLContext context, bool classes) => classes
        ? context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            LabelColumnName = "IsOwn",
            ExampleWeightColumnName = "Weight",
            NumberOfTrees = Trees,
            NumberOfLeaves = Leaves,
            MinimumExampleCountPerLeaf = LeastRows,
            LearningRate = Rate,
            NumberOfThreads = Threads,
        })
        : context.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options
        {
            ExampleWeightColumnName = "Weight",
            NumberOfTrees = Trees,
            NumberOfLeaves = Leaves,
            MinimumExampleCountPerLeaf = LeastRows,
            LearningRate = Rate,
            NumberOfThreads = Threads,
        });
}

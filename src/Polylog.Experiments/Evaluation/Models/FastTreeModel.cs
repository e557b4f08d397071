using Microsoft.ML;

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
        ? context.BinaryClassification.Trainers.FastTree("IsOwn", "Features", "Weight", Leaves, Trees, LeastRows, Rate)
        : context.Regression.Trainers.FastTree("Label", "Features", "Weight", Leaves, Trees, LeastRows, Rate);
}

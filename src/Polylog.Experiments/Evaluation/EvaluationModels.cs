namespace Polylog.Experiments;

/// <summary>The models that an evaluation can fit.</summary>
public static class EvaluationModels
{
    /// <summary>All of them, the simplest first.</summary>
    public static IReadOnlyList<IEvaluationModel> All { get; } =
    [
        new LinearModel("linear", "least squares", degree: 1, penalty: 0),
        new LinearModel("ridge", "least squares with a penalty, a thousandth of the total weight", degree: 1, penalty: 1e-3),
        new LinearModel("quadratic", "least squares on all products of two columns", degree: 2, penalty: 0),
        new LogisticModel(),
        new NetworkModel(),
        new LightGbmModel(),
        new FastTreeModel(),
    ];
}

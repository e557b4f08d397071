namespace Polylog.Experiments;

/// <summary>How messages name options. The command line replaces these names by its own.</summary>
internal static class OptionNames
{
    public const string Folder = $"{nameof(ResultFolder)}.{nameof(ResultFolder.Open)}";
    public const string Models = $"{nameof(EvaluationSettings)}.{nameof(EvaluationSettings.Models)}";
    public const string Loss = $"{nameof(EvaluationSettings)}.{nameof(EvaluationSettings.Loss)}";
    public const string Size = $"{nameof(EvaluationSettings)}.{nameof(EvaluationSettings.Size)}";
    public const string SmoothTarget = $"{nameof(EvaluationSettings)}.{nameof(EvaluationSettings.SmoothTarget)}";
    public const string Fraction = $"{nameof(EvaluationSettings)}.{nameof(EvaluationSettings.Fraction)}";
    public const string TestFraction = $"{nameof(EvaluationSettings)}.{nameof(EvaluationSettings.TestFraction)}";
    public const string SquaredLoss = $"{nameof(Polylog.Loss)}.{nameof(Polylog.Loss.Squared)}";
    public const string LogisticLoss = $"{nameof(Polylog.Loss)}.{nameof(Polylog.Loss.Logistic)}";
    public const string ClassesLoss = $"{nameof(Polylog.Loss)}.{nameof(Polylog.Loss.Classes)}";
    public const string Features = $"{nameof(LearningRows)}.{nameof(LearningRows.Features)}";
    public const string Targets = $"{nameof(LearningRows)}.{nameof(LearningRows.Targets)}";
    public const string Rows = $"{nameof(LearningRows)}.{nameof(LearningRows.Subset)}";
}

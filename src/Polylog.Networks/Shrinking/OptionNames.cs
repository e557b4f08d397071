namespace Polylog.Networks;

/// <summary>How messages name options. The command line replaces these names by its own.</summary>
internal static class OptionNames
{
    public const string Layers = $"{nameof(ShrinkOptions)}.{nameof(ShrinkOptions.Layers)}";
    public const string Order = $"{nameof(ShrinkOptions)}.{nameof(ShrinkOptions.Order)}";
    public const string Function = $"{nameof(ShrinkGoal)}.{nameof(ShrinkGoal.Function)}";
    public const string Dynamics = $"{nameof(ShrinkGoal)}.{nameof(ShrinkGoal.Dynamics)}";
    public const string Columns = $"{nameof(CalibrationData)}.{nameof(CalibrationData.Columns)}";
    public const string Calibration = nameof(CalibrationData);
    public const string FindLayers = $"{nameof(ModelShrinker)}.{nameof(ModelShrinker.FindLayers)}";
}

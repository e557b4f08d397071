using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>Replaces the names that messages of experiments have for options by those of <c>polylog-lab</c>.</summary>
internal static class LabOptions
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        [OptionNames.Folder] = "--output",
        [OptionNames.Models] = "--models",
        [OptionNames.Loss] = "--loss",
        [OptionNames.SmoothTarget] = "--smooth-target",
        [OptionNames.Size] = "--size",
        [OptionNames.Fraction] = "--fraction",
        [OptionNames.TestFraction] = "--test-fraction",
        [OptionNames.Features] = "--columns",
        [OptionNames.Targets] = "--target",
        [OptionNames.Rows] = "--sql",
    };

    /// <summary>A message with the names of the command line.</summary>
    public static string Apply(string message) => OptionTranslation.Apply(OptionTranslation.Replace(message, s_names));
}

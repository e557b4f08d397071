using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>Translates the names of options in messages of the library to those of the command line.</summary>
internal static class ShrinkOptionNames
{
    private static readonly (string Library, string CommandLine)[] s_names =
    [
        (OptionNames.Layers, "--layer"),
        (OptionNames.Order, "--order"),
        (OptionNames.Function, "--preserve function"),
        (OptionNames.Dynamics, "--preserve dynamics"),
        (OptionNames.Calibration, "--calibration"),
        (OptionNames.FindLayers, "--list"),
    ];

    /// <summary>A message of the library with the command line's names.</summary>
    public static string Translate(string message) =>
        s_names.Aggregate(message, (text, name) => text.Replace(name.Library, name.CommandLine, StringComparison.Ordinal));

    /// <summary>Runs work; the message of a failure is translated.</summary>
    public static T Translated<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ModelFileException exception)
        {
            throw new ModelFileException(Translate(exception.Message), exception);
        }
    }
}

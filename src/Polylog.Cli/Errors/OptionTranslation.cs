using System.Text.RegularExpressions;

namespace Polylog.Cli;

/// <summary>Replaces the names that the libraries' messages have for options by the command line's names.</summary>
internal static partial class OptionTranslation
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        [nameof(CompressionOptions.MaxWeight)] = "--max-weight",
        [nameof(CompressionOptions.Size)] = "--size",
        [Tables.OptionNames.Query] = "--sql",
        [Tables.OptionNames.Columns] = "--columns",
        [Tables.OptionNames.Exclude] = "--exclude",
        [Tables.OptionNames.DropMissing] = "--drop-missing",
        [Tables.OptionNames.Signed] = "--signed",
        [Tables.OptionNames.WeightName] = "--weight-name",
        [Tables.OptionNames.AddedName] = "--smooth-target",
        [Tables.OptionNames.RowIdName] = "--row-id",
        [$"{nameof(Loss)}.{nameof(Loss.Squared)}"] = "--loss squared",
        [$"{nameof(Loss)}.{nameof(Loss.Logistic)}"] = "--loss logistic",
        [$"{nameof(Loss)}.{nameof(Loss.Classes)}"] = "--loss classes",
        [Networks.OptionNames.Layers] = "--layer",
        [Networks.OptionNames.Order] = "--order",
        [Networks.OptionNames.Function] = "--preserve function",
        [Networks.OptionNames.Dynamics] = "--preserve dynamics",
        [Networks.OptionNames.Columns] = "--columns",
        [Networks.OptionNames.Calibration] = "--calibration",
        [Networks.OptionNames.FindLayers] = "--list",
    };

    /// <summary>A message of a library with the command line's names.</summary>
    public static string Apply(string message) => Replace(message, s_names);

    /// <summary>A message with other names for those that a dictionary has.</summary>
    public static string Replace(string message, IReadOnlyDictionary<string, string> names) =>
        Names().Replace(message, name => names.GetValueOrDefault(name.Value, name.Value));

    /// <summary>A message of an exception of the library, without what .NET adds to it.</summary>
    public static string OfLibrary(string message)
    {
        int end = message.IndexOf(" (Parameter ", StringComparison.Ordinal);
        return Apply(end < 0 ? message : message[..end]).TrimEnd('.');
    }

    /// <summary>A message of a library, printed by the command that was typed.</summary>
    public static string Apply(string message, IReadOnlyList<string> arguments) => Of(Apply(message), arguments);

    /// <summary>
    /// A message about the table that a command reads: <c>inspect</c> has another name for the query, <c>shrink</c> takes none, and
    /// <c>evaluate</c> has no <c>--signed</c>.
    /// </summary>
    public static string Of(string message, IReadOnlyList<string> arguments) => arguments switch
    {
        ["inspect", ..] => message.Replace("--sql", "--against-sql", StringComparison.Ordinal),
        // Models are not trained on negative weights.
        ["evaluate", ..] => message
            .Replace(", or add --signed: then positive and negative weights are compressed apart", "; leave such rows out with --sql",
                StringComparison.Ordinal)
            .Replace(" --signed", "", StringComparison.Ordinal),
        ["shrink", ..] => message.Replace("--sql", "polylog compress --sql", StringComparison.Ordinal),
        _ => message,
    };

    // Whole names such as A or A.B. In quotes or in a path it is a name of the user's, such as 'CalibrationData.csv'.
    [GeneratedRegex(@"(?<![\w.'""/\\-])[A-Z]\w*(\.\w+)?(?![\w'""/\\-]|\.\w)")]
    private static partial Regex Names();
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Polylog.Cli;

/// <summary>Options for whole numbers that may be far beyond any table in memory: 1000000, 1_000_000 and 1e6 are the same.</summary>
internal static class LargeNumber
{
    public static Option<long?> Option(string name, string helpName, string description, long least, long most)
    {
        return new Option<long?>(name) { HelpName = helpName, Description = description, CustomParser = Parse };

        long? Parse(ArgumentResult result)
        {
            string text = result.Tokens[0].Value;
            string message = $"{name} is '{text}'; give a whole number from {least} to {Text(most)}";
            if (!double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                result.AddError(message);
                return null;
            }
            // Whole numbers up to 2^53 are exact; the bounds lie below.
            return value >= least && value <= most && value == Math.Floor(value) ? (long)value : throw new CommandException(message);
        }
    }

    private static string Text(long value) => value < 1_000_000
        ? value.ToString(CultureInfo.InvariantCulture)
        : value.ToString("0.###e0", CultureInfo.InvariantCulture);
}

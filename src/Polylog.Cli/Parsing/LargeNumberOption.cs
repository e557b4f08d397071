using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Polylog.Cli;

/// <summary>Makes options for whole numbers that may be larger than any table in memory.</summary>
internal static class LargeNumberOption
{
    public static Option<long?> Create(string name, string helpName, string description, long least, long most)
    {
        return new Option<long?>(name) { HelpName = helpName, Description = description, CustomParser = Parse };

        long? Parse(ArgumentResult result)
        {
            string text = result.Tokens[0].Value;
            string message = $"{name} is '{text}'; give a whole number from {least} to {Text(most)}";
            if (!ValueOptions.TryLarge(text, out double value))
            {
                result.AddError(message);
                return null;
            }
            // Exact: the bounds are below 2^53.
            return value >= least && value <= most && value == Math.Floor(value) ? (long)value : throw new CommandException(message);
        }
    }

    private static string Text(long value) => value < 1_000_000
        ? value.ToString(CultureInfo.InvariantCulture)
        : value.ToString("0.###e0", CultureInfo.InvariantCulture);
}

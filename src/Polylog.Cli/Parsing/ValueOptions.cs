using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Polylog.Cli;

/// <summary>Makes options whose values are numbers, words or text, with one-line messages for wrong values.</summary>
internal static class ValueOptions
{
    private static readonly (string Unit, double Scale)[] s_units = [("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1)];

    public static Option<int?> Whole(string name, string helpName, string description) =>
        WholeOr(null, name, helpName, description);

    /// <summary>A whole number, 1 or more, or a word, which becomes 0, because null means that the option is absent.</summary>
    public static Option<int?> WholeOr(string? word, string name, string helpName, string description) =>
        WholeFrom(1, word, name, helpName, description);

    /// <summary>A whole number from a least one on, or a word, which becomes 0.</summary>
    public static Option<int?> WholeFrom(int least, string? word, string name, string helpName, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result =>
        {
            string rule = word is null ? $"give a whole number, {least} or more" : $"give a whole number, {least} or more, or {word}";
            if (word is not null && string.Equals(word, Only(result), StringComparison.OrdinalIgnoreCase))
                return 0;
            if (!TryLarge(Only(result), out double value) || value != Math.Floor(value))
                return Refuse<int?>(result, name, rule);
            return value >= least && value <= int.MaxValue
                ? (int)value
                : throw OutOfRange(result, name, value > least ? $"give at most {int.MaxValue}" : rule);
        },
    };

    /// <summary>Reads a number such as 1000000, 1_000_000 or 1e6. Whole numbers are exact up to 2^53.</summary>
    public static bool TryLarge(string text, out double value) =>
        double.TryParse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    public static Option<double?> Number(
        string name,
        string helpName,
        string description,
        Func<double, bool> allowed,
        string rule)
    {
        return new Option<double?>(name) { HelpName = helpName, Description = description, CustomParser = Parse };

        double? Parse(ArgumentResult result)
        {
            if (!double.TryParse(Only(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                return Refuse<double?>(result, name, rule);
            return allowed(value) ? value : throw OutOfRange(result, name, rule);
        }
    }

    public static Option<T?> Word<T>(string name, string description, IReadOnlyList<(string Word, T Value)> words)
        where T : struct => new(name)
        {
            HelpName = string.Join('|', words.Select(pair => pair.Word)),
            Description = description,
            CustomParser = result =>
            {
                foreach ((string word, T value) in words)
                {
                    if (string.Equals(word, Only(result), StringComparison.OrdinalIgnoreCase))
                        return value;
                }
                string most = string.Join(", ", words.SkipLast(1).Select(pair => pair.Word));
                return Refuse<T?>(result, name, $"choose {most} or {words[^1].Word}");
            },
        };

    /// <summary>A number of bytes, with or without a unit, at least one million.</summary>
    public static Option<double?> Bytes(string name, string helpName, string description) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result =>
        {
            const string Rule = "give at least 1MB, such as 500MB or 2GB";
            string text = Only(result).Trim();
            (string unit, double scale) = s_units.FirstOrDefault(
                unit => text.EndsWith(unit.Unit, StringComparison.OrdinalIgnoreCase), ("", 1));
            if (!TryLarge(text[..^unit.Length].TrimEnd(), out double value))
                return Refuse<double?>(result, name, Rule);
            return value * scale is >= 1e6 and var bytes && double.IsFinite(bytes) ? bytes : throw OutOfRange(result, name, Rule);
        },
    };

    public static Option<string?> Text(string name, string helpName, string description, params string[] aliases)
    {
        var option = new Option<string?>(name, aliases) { HelpName = helpName, Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
                result.AddError($"{name} is empty; give it a value or leave it out");
        });
        return option;
    }

    /// <summary>An option that may be repeated.</summary>
    public static Option<string[]> Texts(string name, string helpName, string description, params string[] aliases) => new(name, aliases)
    {
        HelpName = helpName,
        Description = description,
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    private static string Only(ArgumentResult result) => result.Tokens[0].Value;

    /// <summary>The error of a value that is a number but not allowed: exit code 1, where text that is no number has 2.</summary>
    private static CommandException OutOfRange(ArgumentResult result, string name, string rule) =>
        new($"{name} is '{Only(result)}'; {rule}");

    private static T? Refuse<T>(ArgumentResult result, string name, string rule)
    {
        result.AddError($"{name} is '{Only(result)}'; {rule}");
        return default;
    }
}

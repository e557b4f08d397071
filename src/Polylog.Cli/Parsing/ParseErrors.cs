using System.CommandLine;
using System.CommandLine.Parsing;

namespace Polylog.Cli;

/// <summary>Turns errors of the command line into one-line messages.</summary>
internal static class ParseErrors
{
    public static void Check(ParseResult parsed)
    {
        CommandResult command = parsed.CommandResult;
        if (command.Children.OfType<OptionResult>().FirstOrDefault(option => IsHungry(command.Command, option)) is { } hungry)
            throw new UsageException($"{hungry.IdentifierToken?.Value ?? hungry.Option.Name} needs a value", HelpOf(command.Command));
        if (parsed.Errors.Count == 0)
        {
            RefuseOptionsAsFiles(parsed);
            return;
        }
        string message = parsed.UnmatchedTokens.Count > 0
            ? Unmatched(command.Command, parsed.UnmatchedTokens[0])
            : Sentence(parsed.Errors[0].Message);
        throw new UsageException(message, HelpOf(command.Command));
    }

    /// <summary>The command line that shows a command's help.</summary>
    public static string HelpOf(Command command) =>
        command is RootCommand ? $"{ProgramRoot.WordsOf(command)} --help" : $"{ProgramRoot.WordsOf(command)} {command.Name} --help";

    /// <summary>Refuses files that look like options, for an option that takes files.</summary>
    public static void RefuseOptions(Command command, Option files) => files.Validators.Add(result => RefuseOptions(command, result));

    // An option without a value is the last word, or takes the next option as its value.
    private static bool IsHungry(Command command, OptionResult result) =>
        (!result.Implicit && result.Tokens.Count == 0 && result.Option.Arity.MinimumNumberOfValues > 0)
        || result.Tokens.Any(token => command.Options.Any(known => known.Name == token.Value || known.Aliases.Contains(token.Value)));

    private static void RefuseOptions(Command command, SymbolResult result)
    {
        if (result.Tokens.FirstOrDefault(token => IsLikeOption(token.Value)) is { } token)
            result.AddError(Unmatched(command, token.Value));
    }

    // An argument that takes any number of files would accept a mistyped option as a file. After -- there are no options.
    private static void RefuseOptionsAsFiles(ParseResult parsed)
    {
        Token[] files = [.. parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash)];
        IEnumerable<Token> arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(result => result.Tokens);
        if (arguments.FirstOrDefault(token => IsLikeOption(token.Value) && files.Contains(token)) is { } mistyped)
            throw new UsageException(Unmatched(parsed.CommandResult.Command, mistyped.Value), HelpOf(parsed.CommandResult.Command));
    }

    // A dash alone is standard input.
    private static bool IsLikeOption(string text) => text.Length > 1 && text[0] == '-';

    private static string Unmatched(Command command, string token)
    {
        bool option = token.StartsWith('-');
        bool subcommand = !option && command.Subcommands.Count > 0;
        IEnumerable<string> names = option ? command.Options.SelectMany(known => known.Aliases.Append(known.Name))
            : subcommand ? command.Subcommands.Select(known => known.Name) : [];
        string what = option ? $"no option '{token}'"
            : subcommand ? $"no command '{token}'" : $"'{token}' is one argument too many";
        return NearestName.To(token, names) is { } nearest ? $"{what}; did you mean '{nearest}'?" : what;
    }

    private static string Sentence(string message)
    {
        string text = message.TrimEnd('.');
        return text.Length > 1 && char.IsUpper(text[0]) && char.IsLower(text[1]) ? char.ToLowerInvariant(text[0]) + text[1..] : text;
    }
}

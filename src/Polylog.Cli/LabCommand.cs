using System.CommandLine;

namespace Polylog.Cli;

/// <summary>A command of <c>polylog-lab</c>: whoever types it here is told where it is.</summary>
internal sealed class LabCommand : PageCommand
{
    /// <summary>The program that has the command.</summary>
    public const string Program = "polylog-lab";

    private readonly string _purpose;

    public LabCommand(string name, string description, Terminal terminal, CancellationToken cancellation)
        : base(name, $"In {Program}: {description}.", terminal, cancellation)
    {
        _purpose = description;
        // Whatever follows is meant for the other program.
        TreatUnmatchedTokensAsErrors = false;
        Complete();
    }

    public override HelpPage Page => new(
        $"To {_purpose}, use the program {Program}. It trains models; the libraries that do so are large, and polylog works without them.",
        [$"{Program} {Name} [options]"],
        [],
        [
            new("install the program", Installation),
            new("show its options", $"{Program} {Name} --help"),
        ]);

    private const string Installation = "dotnet tool install -g Polylog.Lab";

    protected override int Run(ParseResult parsed) => throw new UsageException(
        $"{Name} is a command of {Program}; install that with '{Installation}' and type '{Program} {Name}' instead",
        ParseErrors.HelpOf(this));
}

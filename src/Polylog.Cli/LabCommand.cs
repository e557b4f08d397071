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
            new("make its package in a copy of the repository; this needs the .NET 10 SDK", Packing),
            new("install the program", Installation),
            new("show its options", $"{Program} {Name} --help"),
        ]);

    private const string Project = "Polylog.Cli";
    private const string Packing = "packaging/build-packages";
    private const string Installation = "dotnet tool install -g Polylog.Lab --add-source artifacts/packages";

    protected override int Run(ParseResult parsed) =>
        throw new UsageException($"{Name} is a command of {Program}; {Way(ProgramName.Current)}", ParseErrors.HelpOf(this));

    // In the repository the other program is beside this one.
    private string Way(string words) => words.Contains(Project, StringComparison.Ordinal)
        ? $"type '{words.Replace(Project, "Polylog.Lab", StringComparison.Ordinal)} {Name}' instead"
        : $"in a copy of the repository run '{Packing}' and '{Installation}', and type '{Program} {Name}' instead";
}

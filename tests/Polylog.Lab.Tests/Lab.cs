using CommandLines = Polylog.Cli.Tests.Cli;

namespace Polylog.Lab.Tests;

/// <summary>Runs command lines of <c>polylog-lab</c> in this process.</summary>
internal static class Lab
{
    public static CliResult Run(params string[] arguments) => CommandLines.Run(LabProgram.Description, arguments);

    /// <summary>Runs a command that must fail, and returns its error line.</summary>
    public static string Fails(int exitCode, params string[] arguments) => CommandLines.Line(exitCode, Run(arguments));

    /// <summary>Runs the program <c>polylog</c>.</summary>
    public static CliResult Polylog(params string[] arguments) => CommandLines.Run(arguments);
}

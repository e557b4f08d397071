namespace Polylog.Cli.Tests;

/// <summary>The result of a command line.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>This result, after checking that the command succeeded.</summary>
    public CliResult Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}");
        return this;
    }
}

/// <summary>Runs command lines in this process.</summary>
internal static class Cli
{
    public static CliResult Run(params string[] arguments) => Run(PolylogCommand.Program, arguments);

    /// <summary>Runs a command line of a program.</summary>
    public static CliResult Run(ProgramDescription program, string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = CommandLine.Run(program, arguments, output, error, TestContext.Current.CancellationToken);
        return new CliResult(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must fail, and returns its error line.</summary>
    public static string Fails(int exitCode, params string[] arguments) => Line(exitCode, Run(arguments));

    /// <summary>The error line of a command that must have failed.</summary>
    public static string Line(int exitCode, CliResult result)
    {
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.EndsWith("\n", result.Error, StringComparison.Ordinal);
        string line = result.Error[..^1];
        Assert.DoesNotContain('\n', line);
        return line;
    }
}

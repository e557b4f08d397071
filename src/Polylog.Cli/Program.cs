using Polylog.Cli;

using var signals = new StopSignals();
int exitCode = CommandLine.Run(args, Console.Out, Console.Error, signals.Token);
return signals.ExitCodeFor(exitCode);

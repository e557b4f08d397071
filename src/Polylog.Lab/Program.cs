using Polylog.Lab;

using var signals = new StopSignals(LabProgram.Name);
int exitCode = CommandLine.Run(LabProgram.Description, args, Console.Out, Console.Error, signals.Token);
return signals.ExitCodeFor(exitCode);

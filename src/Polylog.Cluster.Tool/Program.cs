using Polylog.Cluster.Tool;

using var signals = new StopSignals();
int exitCode = ClusterCommandLine.Run(args, Console.Out, Console.Error, signals.Token);
return signals.ExitCodeFor(exitCode);

/// <summary>The program; not for others.</summary>
internal sealed partial class Program;

using System.Runtime.InteropServices;
using Polylog.Cli;

using var stop = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return CommandLine.Run(args, Console.Out, Console.Error, stop.Token);

void Stop(PosixSignalContext signal)
{
    // The first signal asks the command to stop and clean up; a second one ends the process at once.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

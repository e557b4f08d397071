using System.Runtime.InteropServices;
using Polylog.Cli;

using var stop = new CancellationTokenSource();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return CommandLine.Run(args, Console.Out, Console.Error, stop.Token);

void Stop(PosixSignalContext signal)
{
    // The first signal lets the work clean up behind itself; a second one ends the process as it would any other.
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

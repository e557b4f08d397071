using System.Runtime.InteropServices;

namespace Polylog.Cli;

/// <summary>Ctrl-C and SIGTERM. The first asks the command to stop; a command that cannot, and a second signal, end the process.</summary>
internal sealed class StopSignals : IDisposable
{
    // Some library calls, such as the training of a model, cannot be interrupted; nobody waits for them longer than this.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1.5);

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Timer _end;

    // The first signal says why the command was stopped.
    private int _exitCode;

    private readonly string _program;

    public StopSignals(string program = ProgramName.Installed)
    {
        _program = program;
        _end = new Timer(_ => End());
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, ExitCode.Stopped)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, ExitCode.Terminated)),
        ];
    }

    public CancellationToken Token => _stop.Token;

    /// <summary>The exit code of the process for that of the command: which signal stopped it is known here.</summary>
    public int ExitCodeFor(int exitCode) => exitCode == ExitCode.Stopped && _exitCode != 0 ? _exitCode : exitCode;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
        _end.Dispose();
        _stop.Dispose();
    }

    private void Stop(PosixSignalContext signal, int exitCode)
    {
        signal.Cancel = true;
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) != 0)
            End();
        _end.Change(s_patience, Timeout.InfiniteTimeSpan);
        _stop.Cancel();
    }

    private void End()
    {
        Unfinished.DeleteAll();
        // A progress bar hides the cursor while it is drawn.
        string cursor = Console.IsErrorRedirected ? "" : "\r\e[K\e[?25h";
        Console.Error.WriteLine($"{cursor}{_program}: {CommandLine.StoppedMessage}{(StoppedWork.GoesOn is { } more ? $"; {more}" : "")}");
        if (OperatingSystem.IsWindows())
            Environment.Exit(_exitCode);
        // Without the last steps of native libraries, which fail while threads still use them.
        EndProcess(_exitCode);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void EndProcess(int exitCode);
}

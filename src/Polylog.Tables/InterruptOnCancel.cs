using DuckDB.NET.Native;

namespace Polylog.Tables;

/// <summary>Interrupts a connection's running statement once a token is cancelled.</summary>
internal sealed class InterruptOnCancel : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(20);

    private readonly DuckDBNativeConnection connection;
    private readonly CancellationTokenRegistration registration;
    private readonly Lock gate = new();
    private Timer? timer;
    private bool disposed;

    public InterruptOnCancel(DuckDBNativeConnection connection, CancellationToken cancellation)
    {
        this.connection = connection;
        registration = cancellation.Register(Start);
    }

    public void Dispose()
    {
        registration.Dispose();
        lock (gate)
        {
            disposed = true;
            timer?.Dispose();
        }
    }

    // An interrupt that arrives just before the statement starts is forgotten by the engine, so it is repeated.
    private void Start()
    {
        lock (gate)
        {
            if (!disposed)
                timer = new Timer(_ => Interrupt(), null, TimeSpan.Zero, Again);
        }
    }

    private void Interrupt()
    {
        lock (gate)
        {
            if (!disposed)
                connection.Interrupt();
        }
    }
}

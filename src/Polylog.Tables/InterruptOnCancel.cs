using DuckDB.NET.Native;

namespace Polylog.Tables;

/// <summary>Interrupts a connection's running statement once a token is cancelled.</summary>
internal sealed class InterruptOnCancel : IDisposable
{
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(20);

    private readonly DuckDBNativeConnection _connection;
    private readonly CancellationTokenRegistration _registration;
    private readonly Lock _gate = new();
    private Timer? _timer;
    private bool _disposed;

    public InterruptOnCancel(DuckDBNativeConnection connection, CancellationToken cancellation)
    {
        _connection = connection;
        _registration = cancellation.Register(Start);
    }

    public void Dispose()
    {
        _registration.Dispose();
        lock (_gate)
        {
            _disposed = true;
            _timer?.Dispose();
        }
    }

    // An interrupt that arrives just before the statement starts is forgotten by the engine, so it is repeated.
    private void Start()
    {
        lock (_gate)
        {
            if (!_disposed)
                _timer = new Timer(_ => Interrupt(), null, TimeSpan.Zero, s_again);
        }
    }

    private void Interrupt()
    {
        lock (_gate)
        {
            if (!_disposed)
                _connection.Interrupt();
        }
    }
}

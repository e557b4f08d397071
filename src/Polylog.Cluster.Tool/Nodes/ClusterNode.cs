using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace Polylog.Cluster.Tool;

/// <summary>A node: an Orleans silo that takes part in jobs, in a process of its own.</summary>
internal static class ClusterNode
{
    // A compression fills the pool's threads with work; the silo's short tasks must not wait for it.
    private const int ThreadsForSilo = 16;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // A node that is gone is found by three probes that are not answered, so that its parts are given out again after some ten seconds.
    private static readonly TimeSpan s_probe = TimeSpan.FromSeconds(3);

    // Where all nodes died at once, the next one waits for them three times this long before it begins.
    private static readonly TimeSpan s_alive = TimeSpan.FromSeconds(5);

    /// <summary>Runs a node until it is stopped.</summary>
    /// <param name="settings">How.</param>
    /// <param name="ready">Called when it takes part in jobs.</param>
    /// <param name="waits">Called where it does not after ten seconds.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="CommandException">It cannot start, or may not take part.</exception>
    public static async Task RunAsync(NodeSettings settings, Action ready, Action waits, CancellationToken cancellation)
    {
        _ = new DataFolders(settings.Data);
        if (settings.Connection.Membership is { } connection)
            ClusterDatabase.Prepare(connection, settings.Init);
        CheckPort(settings, settings.Port);
        CheckPort(settings, ClusterConnection.GatewayOf(settings.Port));
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(workers + ThreadsForSilo, ports);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        string? refusal = null;
        await using WebApplication app = Build(settings, message =>
        {
            refusal = message;
            stop.Cancel();
        });
        try
        {
            Task start = app.StartAsync(stop.Token);
            if (await Task.WhenAny(start, Task.Delay(s_patience, stop.Token)) != start && !stop.IsCancellationRequested)
                waits();
            await start;
            ready();
            await Task.Delay(Timeout.Infinite, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Stop(app);
        }
        if (refusal is not null)
            throw new CommandException(refusal);
    }

    // Orleans listens on a port that another node has: both would run, and the others would take them for one.
    private static void CheckPort(NodeSettings settings, int port)
    {
        try
        {
            using var probe = new TcpListener(settings.Listen, port) { ExclusiveAddressUse = true };
            probe.Start();
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new CommandException($"port {port} is in use; give another --port (a node has two: --port and the one after it)");
        }
        catch (SocketException exception)
        {
            throw new CommandException($"--listen is '{settings.Listen}', on which this machine cannot listen "
                + $"({exception.SocketErrorCode}); give an address of this machine");
        }
    }

    private static async Task Stop(WebApplication app)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await app.StopAsync(patience.Token);
        }
        catch (InvalidOperationException)
        {
            // A silo that has not started yet cannot be stopped; the process ends anyway.
        }
    }

    private static WebApplication Build(NodeSettings settings, Action<string> refused)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (settings.IsVerbose)
            builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Host.UseOrleans(silo => Configure(silo, settings, refused));
        // Without a dashboard no port is opened for it.
        if (settings.Dashboard is { } port)
            builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        else
            builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.Server.IServer, NoServer>();
        WebApplication app = builder.Build();
        if (settings.Dashboard is not null)
            app.MapOrleansDashboard();
        return app;
    }

    private static void Configure(ISiloBuilder silo, NodeSettings settings, Action<string> refused)
    {
        settings.Connection.Configure(silo, Path.Combine(settings.Data[0], ".polylog-cluster"));
        silo.ConfigureEndpoints(settings.Listen, settings.Port, ClusterConnection.GatewayOf(settings.Port), listenOnAnyHostAddress: false);
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ClusterConnection.Response);
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = s_probe;
            options.NumMissedProbesLimit = 3;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            options.IAmAliveTablePublishTimeout = s_alive;
        });
        silo.AddPolylogCompression(options =>
        {
            options.Data = settings.Data;
            options.Threads = settings.Threads;
            options.Workers = settings.Workers;
            options.Refused = refused;
        });
        if (settings.Dashboard is not null)
            silo.AddDashboard();
    }
}

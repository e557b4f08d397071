using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Connections.Security;
using StackExchange.Redis;

namespace Polylog.Cluster.Tool;

/// <summary>Where nodes and clients find each other.</summary>
/// <param name="Membership">A connection string of PostgreSQL; null for another way.</param>
/// <param name="Redis">A connection string of Redis; null for another way.</param>
/// <param name="Local">The port of the first node, where all nodes are on this machine and there is no database; null otherwise.</param>
/// <param name="Certificate">A file with the certificate of all nodes and clients; null for connections without one.</param>
internal sealed record ClusterConnection(string? Membership, string? Redis, int? Local, string? Certificate)
{
    private const string Invariant = "Npgsql";

    /// <summary>The variable with the password of the certificate's file.</summary>
    private const string PasswordName = "POLYLOG_CLUSTER_TLS_PASSWORD";

    private const string TlsHost = "polylog-cluster";

    // Of a client: the nodes or the database may have been away a moment ago.
    private const int MostAttempts = 3;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);
    private static readonly string s_silence = string.Create(CultureInfo.InvariantCulture, $"none did in {s_patience.TotalSeconds:0} s");
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    /// <summary>How long a call may take: coordinators answer in milliseconds, unless their node has just died.</summary>
    public static TimeSpan Response { get; } = TimeSpan.FromSeconds(10);

    /// <summary>The port for clients of a node.</summary>
    public static int GatewayOf(int port) => port + 1;

    /// <summary>Lets a silo find the others, and store the jobs.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="folder">A folder for the jobs where there is no database.</param>
    public void Configure(ISiloBuilder silo, string folder)
    {
        silo.Configure<ClusterOptions>(SetNames);
        if (Membership is not null)
        {
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, Membership));
            silo.AddAdoNetGrainStorage(ClusterNames.Storage,
                options => (options.Invariant, options.ConnectionString) = (Invariant, Membership));
        }
        else if (Redis is not null)
        {
            silo.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(Redis));
            silo.AddRedisGrainStorage(ClusterNames.Storage, options => options.ConfigurationOptions = ConfigurationOptions.Parse(Redis));
        }
        else
        {
            silo.UseDevelopmentClustering(new IPEndPoint(IPAddress.Loopback, Local!.Value));
            silo.Services.AddKeyedSingleton<Orleans.Storage.IGrainStorage>(ClusterNames.Storage, new FolderStorage(folder));
        }
        if (ReadCertificate() is { } certificate)
            silo.UseTls(certificate, options => Require(options, certificate));
    }

    /// <summary>Connects a client.</summary>
    /// <exception cref="CommandException">No node answers.</exception>
    public async Task<IHost> ConnectAsync(CancellationToken cancellation)
    {
        if (Membership is not null)
            ClusterDatabase.Prepare(Membership, create: false);
        for (int attempt = 1; ; attempt++)
        {
            IHost host = NewClient();
            // A node that refuses the certificate is silent.
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            deadline.CancelAfter(s_patience);
            try
            {
                await host.StartAsync(deadline.Token);
                return host;
            }
            catch (Exception exception) when (exception is not CommandException && !cancellation.IsCancellationRequested)
            {
                host.Dispose();
                bool isSilent = deadline.IsCancellationRequested;
                if (attempt == MostAttempts || isSilent)
                    throw new CommandException(NoAnswer(isSilent ? s_silence : exception.Message.ReplaceLineEndings(" ")));
            }
            await Task.Delay(s_again, cancellation);
        }
    }

    private string NoAnswer(string why) => $"no node answers: {PlainText.OfMessage(why)}; start one with polylog-cluster node"
        + (Certificate is null ? ", or give the --tls that the nodes have" : ", or look whether --tls is that of the nodes");

    private IHost NewClient()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(SetNames);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = Response);
            if (Membership is not null)
                client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, Membership));
            else if (Redis is not null)
                client.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(Redis));
            else
                client.UseStaticClustering(new IPEndPoint(IPAddress.Loopback, GatewayOf(Local!.Value)));
            if (ReadCertificate() is { } certificate)
                client.UseTls(certificate, options => Require(options, certificate));
        });
        return builder.Build();
    }

    private static void SetNames(ClusterOptions options) =>
        (options.ClusterId, options.ServiceId) = (ClusterNames.Cluster, ClusterNames.Cluster);

    // All nodes and clients have the same certificate: whoever shows another, or none, is refused.
    private static void Require(TlsOptions options, X509Certificate2 certificate)
    {
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (shown, _, _) => shown.RawData.AsSpan().SequenceEqual(certificate.RawData);
        options.OnAuthenticateAsClient = (_, ssl) => ssl.TargetHost = TlsHost;
    }

    private X509Certificate2? ReadCertificate()
    {
        if (Certificate is null)
            return null;
        if (!File.Exists(Certificate))
            throw new CommandException($"--tls is '{Certificate}', and there is no such file; give the .pfx file that all nodes have");
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(Certificate, Environment.GetEnvironmentVariable(PasswordName));
        }
        catch (Exception exception) when (exception is System.Security.Cryptography.CryptographicException or IOException)
        {
            throw new CommandException($"--tls is '{Certificate}', which cannot be read as a certificate with its key (.pfx): "
                + $"{PlainText.OfMessage(exception.Message).TrimEnd('.', ' ')}; its password is read from {PasswordName}");
        }
    }
}

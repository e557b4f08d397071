using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Polylog.Cluster;

/// <summary>Adds compression to an Orleans cluster that is there already.</summary>
public static class PolylogSiloBuilderExtensions
{
    /// <summary>Lets a silo take part in jobs, and coordinate them. The silo needs a grain storage that is called "polylog".</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configure">Sets the folders of the tables, and threads.</param>
    /// <exception cref="ArgumentException">There is no folder, or fewer than one worker.</exception>
    /// <example>
    /// <code>
    /// static void Configure(ISiloBuilder silo) =&gt;
    ///     silo.AddMemoryGrainStorage("polylog").AddPolylogCompression(options =&gt; options.Data = ["/mnt/tables"]);
    /// </code>
    /// </example>
    public static ISiloBuilder AddPolylogCompression(this ISiloBuilder silo, Action<PolylogNodeOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new PolylogNodeOptions();
        configure(options);
        if (options.Data.Count == 0)
            throw new ArgumentException($"{nameof(options.Data)} is empty; add a folder that all silos see.", nameof(configure));
        if (options.Workers < 1)
            throw new ArgumentException($"{nameof(options.Workers)} is {options.Workers}; it must be at least 1.", nameof(configure));
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton(LedgerRules.Usual);
        silo.Services.AddSingleton(options);
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, NodeWorker>();
        return silo;
    }
}

using System.Globalization;
using Npgsql;

namespace Polylog.Cluster.Tool;

/// <summary>The PostgreSQL database with the membership of the nodes and the states of the jobs.</summary>
internal static class ClusterDatabase
{
    private const int Version = 1;

    private const string VersionTable = "polylog_cluster_schema";

    /// <summary>Makes the tables, if that is asked, and makes sure that they are those of this version.</summary>
    /// <param name="connection">The connection string.</param>
    /// <param name="create">Whether to make them.</param>
    /// <exception cref="CommandException">The database cannot be reached, or has other tables.</exception>
    public static void Prepare(string connection, bool create)
    {
        try
        {
            using NpgsqlDataSource source = NpgsqlDataSource.Create(connection);
            using NpgsqlConnection open = source.OpenConnection();
            if (create)
                Create(open);
            int found = Found(open) ?? throw new CommandException(
                $"the database '{open.Database}' has no tables for polylog-cluster; start one node with --init, which makes them");
            if (found != Version)
            {
                throw new CommandException($"the tables in the database '{open.Database}' are of version {found}, and this program has "
                    + $"version {Version}; use another database, or another version of polylog-cluster");
            }
        }
        catch (NpgsqlException exception)
        {
            throw new CommandException($"the database of --membership does not answer as it should: {OneLine(exception)}");
        }
        catch (ArgumentException exception)
        {
            throw new CommandException($"--membership is no connection string such as 'Host=db;Database=polylog;Username=polylog': "
                + OneLine(exception));
        }
    }

    private static string OneLine(Exception exception) => PlainText.OfMessage(exception.Message.ReplaceLineEndings(" "));

    // Two nodes may be started with --init at the same time: one of them waits.
    private static void Create(NpgsqlConnection open)
    {
        using NpgsqlTransaction transaction = open.BeginTransaction();
        Execute(open, "SELECT pg_advisory_xact_lock(hashtext('polylog-cluster'))");
        Execute(open, MembershipQueries.Tables);
        foreach ((string key, string text) in MembershipQueries.All)
            Execute(open, "INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ($1, $2) ON CONFLICT DO NOTHING", key, text);
        Execute(open, $"CREATE TABLE IF NOT EXISTS {VersionTable} (version integer PRIMARY KEY)");
        Execute(open, string.Create(CultureInfo.InvariantCulture,
            $"INSERT INTO {VersionTable} SELECT {Version} WHERE NOT EXISTS (SELECT 1 FROM {VersionTable})"));
        transaction.Commit();
    }

    private static int? Found(NpgsqlConnection open)
    {
        using var command = new NpgsqlCommand($"SELECT to_regclass('{VersionTable}') IS NOT NULL", open);
        if (command.ExecuteScalar() is not true)
            return null;
        using var version = new NpgsqlCommand($"SELECT max(version) FROM {VersionTable}", open);
        return version.ExecuteScalar() as int?;
    }

    private static void Execute(NpgsqlConnection open, string text, params string[] values)
    {
        using var command = new NpgsqlCommand(text, open);
        foreach (string value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.ExecuteNonQuery();
    }
}

namespace Polylog.Cluster.Tool;

/// <summary>
/// The statements that Orleans runs for its membership and its grains' states: it looks them up by name in the table OrleansQuery. Written
/// for PostgreSQL, from what Orleans asks of them.
/// </summary>
/// <remarks>
/// Membership is one table with a version of its own: every change must name the version that it was made for, and raises it by one, or
/// changes nothing and says false. A state's version is its ETag in the same way: a write for an old one changes nothing and gives the old
/// one back.
/// </remarks>
internal static class MembershipQueries
{
    private const string OneNode = "DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation";

    private const string Columns =
        "m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime";

    private const string OneState = "GrainIdHash = @GrainIdHash AND GrainTypeHash = @GrainTypeHash AND GrainIdN0 = @GrainIdN0 "
        + "AND GrainIdN1 = @GrainIdN1 AND GrainTypeString = @GrainTypeString AND ServiceId = @ServiceId "
        + "AND GrainIdExtensionString IS NOT DISTINCT FROM @GrainIdExtensionString";

    /// <summary>The tables, made where they are not there yet.</summary>
    public const string Tables = """
        CREATE TABLE IF NOT EXISTS OrleansQuery (
            QueryKey varchar(64) PRIMARY KEY,
            QueryText varchar(8000) NOT NULL);
        CREATE TABLE IF NOT EXISTS OrleansMembershipVersionTable (
            DeploymentId varchar(150) PRIMARY KEY,
            Timestamp timestamptz(3) NOT NULL DEFAULT now(),
            Version integer NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS OrleansMembershipTable (
            DeploymentId varchar(150) NOT NULL REFERENCES OrleansMembershipVersionTable (DeploymentId),
            Address varchar(45) NOT NULL,
            Port integer NOT NULL,
            Generation integer NOT NULL,
            SiloName varchar(150) NOT NULL,
            HostName varchar(150) NOT NULL,
            Status integer NOT NULL,
            ProxyPort integer NULL,
            SuspectTimes varchar(8000) NULL,
            StartTime timestamptz(3) NOT NULL,
            IAmAliveTime timestamptz(3) NOT NULL,
            PRIMARY KEY (DeploymentId, Address, Port, Generation));
        CREATE TABLE IF NOT EXISTS OrleansStorage (
            GrainIdHash integer NOT NULL,
            GrainIdN0 bigint NOT NULL,
            GrainIdN1 bigint NOT NULL,
            GrainTypeHash integer NOT NULL,
            GrainTypeString varchar(512) NOT NULL,
            GrainIdExtensionString varchar(512) NULL,
            ServiceId varchar(150) NOT NULL,
            PayloadBinary bytea NULL,
            ModifiedOn timestamptz NOT NULL DEFAULT now(),
            Version integer NOT NULL);
        CREATE UNIQUE INDEX IF NOT EXISTS OrleansStorageOne ON OrleansStorage (
            GrainIdHash, GrainTypeHash, GrainIdN0, GrainIdN1, GrainTypeString, coalesce(GrainIdExtensionString, ''), ServiceId);
        """;

    /// <summary>The statements by their names.</summary>
    public static IReadOnlyList<(string Key, string Text)> All { get; } =
    [
        // A row without a node where there is no node: its version is needed for the first one.
        ("MembershipReadAllKey",
            $"SELECT v.DeploymentId, {Columns}, v.Version FROM OrleansMembershipVersionTable v "
            + "LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId WHERE v.DeploymentId = @DeploymentId"),
        ("MembershipReadRowKey",
            $"SELECT v.DeploymentId, {Columns}, v.Version FROM OrleansMembershipVersionTable v "
            + "LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port "
            + "AND m.Generation = @Generation WHERE v.DeploymentId = @DeploymentId"),
        ("GatewaysQueryKey",
            "SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable "
            + "WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0"),
        ("InsertMembershipVersionKey",
            "WITH added AS (INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId) "
            + "ON CONFLICT DO NOTHING RETURNING 1) SELECT EXISTS (SELECT 1 FROM added)"),
        ("InsertMembershipKey",
            "WITH raised AS (UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = Version + 1 "
            + "WHERE DeploymentId = @DeploymentId AND Version = @Version "
            + $"AND NOT EXISTS (SELECT 1 FROM OrleansMembershipTable WHERE {OneNode}) RETURNING 1), "
            + "added AS (INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, "
            + "ProxyPort, StartTime, IAmAliveTime) SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, "
            + "@ProxyPort, @StartTime, @IAmAliveTime FROM raised RETURNING 1) SELECT EXISTS (SELECT 1 FROM added)"),
        ("UpdateMembershipKey",
            "WITH raised AS (UPDATE OrleansMembershipVersionTable SET Timestamp = now(), Version = Version + 1 "
            + "WHERE DeploymentId = @DeploymentId AND Version = @Version "
            + $"AND EXISTS (SELECT 1 FROM OrleansMembershipTable WHERE {OneNode}) RETURNING 1), "
            + "changed AS (UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime "
            + $"FROM raised WHERE {OneNode} RETURNING 1) SELECT EXISTS (SELECT 1 FROM changed)"),
        // The time that a node is alive is no change of the membership and has no version.
        ("UpdateIAmAlivetimeKey", $"UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime WHERE {OneNode}"),
        ("DeleteMembershipTableEntriesKey",
            "WITH nodes AS (DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId RETURNING 1) "
            + "DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId AND (SELECT count(*) FROM nodes) >= 0"),
        // Status 3 is an active node.
        ("CleanupDefunctSiloEntriesKey",
            "DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3"),
        ("ReadFromStorageKey", $"SELECT PayloadBinary, now() AS ReadOn, Version FROM OrleansStorage WHERE {OneState}"),
        ("WriteToStorageKey",
            "WITH changed AS (UPDATE OrleansStorage SET PayloadBinary = @PayloadBinary, ModifiedOn = now(), Version = Version + 1 "
            + $"WHERE {OneState} AND Version = @GrainStateVersion RETURNING Version), "
            + "added AS (INSERT INTO OrleansStorage (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, "
            + "GrainIdExtensionString, ServiceId, PayloadBinary, Version) SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, "
            + "@GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary, 1 WHERE @GrainStateVersion IS NULL "
            + "ON CONFLICT DO NOTHING RETURNING Version) SELECT coalesce((SELECT Version FROM changed), (SELECT Version FROM added), "
            + "@GrainStateVersion) AS NewGrainStateVersion"),
        ("ClearStorageKey",
            "WITH changed AS (UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = now(), Version = Version + 1 "
            + $"WHERE {OneState} AND Version = @GrainStateVersion RETURNING Version) "
            + "SELECT coalesce((SELECT Version FROM changed), @GrainStateVersion) AS NewGrainStateVersion"),
        ("DeleteStorageKey",
            $"WITH gone AS (DELETE FROM OrleansStorage WHERE {OneState} AND Version = @GrainStateVersion RETURNING Version) "
            + "SELECT coalesce((SELECT Version + 1 FROM gone), @GrainStateVersion) AS NewGrainStateVersion"),
    ];
}

using System.Diagnostics;
using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

public sealed class CancellationTests : IDisposable
{
    // Far more work than the test has time for.
    private const string Endless = "select sum(a.i * b.i) as x from range(10000000) a(i), range(10000000) b(i)";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_running_query_stops()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Assert.ThrowsAny<OperationCanceledException>(() => Stopped(() => Table.OpenQuery(Endless, cancellation: source.Token)));
    }

    [Fact]
    public void Reading_stops_between_and_within_chunks()
    {
        using Table table = Table.OpenQuery("select i from range(3000000) t(i)", cancellation: Cancel);
        using var source = new CancellationTokenSource();
        var progress = new Cancelling(source);
        Assert.ThrowsAny<OperationCanceledException>(
            () => Stopped(() => table.ReadNumeric([.. Enumerable.Repeat("i", 60)], progress: progress, cancellation: source.Token)));
        Assert.Equal(3_000_000, table.ReadNumeric(["i"], cancellation: Cancel).Rows);
    }

    [Fact]
    public void Writing_stops_and_leaves_nothing()
    {
        using Table table = Table.OpenQuery("select i from range(100) t(i)", cancellation: Cancel);
        string output = _folder.Text("o.parquet", "old");
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => table.WriteRows(output, Pick(1), source.Token));
        Assert.ThrowsAny<OperationCanceledException>(
            () => TableWriter.Write(output, [new("x", new double[] { 1 })], cancellation: source.Token));
        Assert.Equal("old", File.ReadAllText(output));
        Assert.Equal(["o.parquet"], _folder.Names);
    }

    private static void Stopped(Action act)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            act();
        }
        finally
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"took {watch.Elapsed}");
        }
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<double>
    {
        public void Report(double value) => source.Cancel();
    }
}

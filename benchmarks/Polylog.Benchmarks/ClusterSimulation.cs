using System.Globalization;
using Polylog.Cluster;

namespace Polylog.Benchmarks;

/// <summary>
/// A job's coordinator with nodes that only let time pass: how many calls it gets, and how long they take it. Its time is
/// processor time of this machine, with that of the simulation itself; the nodes' time is simulated.
/// </summary>
/// <remarks>What Orleans and a database add to a call is not in it: a message, and a write for each change.</remarks>
internal static class ClusterSimulation
{
    private const double PartSeconds = 10, MergeSeconds = 1;

    public static void Print()
    {
        Console.WriteLine(
            "  parts  nodes  rows of a part  the job   nodes alone   calls/s  peak/s  writes/s  us/call  coordinator busy  state");
        // Code is compiled during the first ones.
        for (int i = 0; i < 3; i++)
            new Run(100, 10, 1).Simulate();
        foreach ((int parts, int nodes, long rows) in new[]
        {
            (100, 10, 1_000_000L), (1000, 100, 1_000_000L), (1000, 100, 1_000_000_000L), (10_000, 100, 1_000_000L),
        })
        {
            Console.WriteLine(new Run(parts, nodes, rows).Simulate());
        }
    }

    private sealed class Run(int parts, int nodes, long rowsOfPart)
    {
        private static readonly JobOrder s_order = new() { Inputs = ["in.parquet"], Output = "/out.parquet", Options = [] };
        private readonly JobDesk _desk = new(s_order, new JobLedger(new LedgerState(), LedgerRules.Usual), LedgerRules.Usual);
        private readonly PriorityQueue<Action<double>, (double Time, long Number)> _events = new();
        private readonly string[] _names =
            [.. Enumerable.Range(0, nodes).Select(node => string.Create(CultureInfo.InvariantCulture, $"10.0.0.{node}:11111@1"))];
        private readonly int[] _idle = new int[nodes];
        private readonly Dictionary<int, int> _callsInSecond = [];
        private readonly Random _random = new(1);
        private long _eventsAdded;
        private int _calls, _writes, _stateBytes;
        private double _end;

        public string Simulate()
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            _desk.Ledger.Begin();
            for (int node = 0; node < nodes; node++)
            {
                int asks = node;
                At(_random.NextDouble() * 0.3, time => Ask(asks, time));
            }
            while (_desk.Ledger.State.Phase != JobPhase.Done && _events.TryDequeue(out Action<double>? next, out (double Time, long) at))
                next(_end = at.Time);
            double busy = (Environment.CpuUsage.TotalTime - before).TotalSeconds, alone = (double)parts / nodes * PartSeconds;
            return string.Create(CultureInfo.InvariantCulture,
                $"{parts,7} {nodes,6} {rowsOfPart,15} {_end,6:0.0} s {alone,10:0.0} s {_calls / _end,9:0.0} "
                    + $"{_callsInSecond.Values.Max(),7} {_writes / _end,9:0.0} {1e6 * busy / _calls,8:0.0} "
                    + $"{100 * busy / _end,15:0.00} % {_stateBytes,6} B");
        }

        private void At(double time, Action<double> what) => _events.Enqueue(what, (time, _eventsAdded++));

        private void Ask(int node, double time)
        {
            if (Called(time, now => _desk.Take(_names[node], now), item => item is not null) is not { } item)
            {
                At(time + LedgerRules.IdleAfter(_idle[node]++).TotalSeconds, later => Ask(node, later));
                return;
            }
            _idle[node] = 0;
            double part = PartSeconds * (0.75 + (_random.NextDouble() / 2));
            double end = time + (item.Task < 0 ? 0.1 : item.Task < parts ? part : MergeSeconds);
            for (double renewal = time + item.Renew.TotalSeconds; renewal < end; renewal += item.Renew.TotalSeconds)
                At(renewal, later => Called(later, now => _desk.Ledger.Renew(item.Lease, now), _ => false));
            At(end, later => Report(node, item, later));
        }

        private void Report(int node, WorkItem item, double time)
        {
            WorkReport report = item.Task == JobSteps.Plan
                ? new WorkReport(item.Lease, item.Task, parts * rowsOfPart, parts, new string('A', 64))
                : new WorkReport(item.Lease, item.Task, item.Task < 0 || item.Task >= parts ? 0 : rowsOfPart);
            Called(time, now =>
            {
                _desk.Report(report, _names[node], _names, now);
                return true;
            }, _ => true);
            Ask(node, time);
        }

        // A call at the coordinator, with the text that is stored after a change.
        private T Called<T>(double time, Func<DateTimeOffset, T> call, Func<T, bool> isChange)
        {
            DateTimeOffset now = DateTimeOffset.UnixEpoch + TimeSpan.FromSeconds(time);
            T result = call(now);
            if (isChange(result))
            {
                _writes++;
                _stateBytes = Math.Max(_stateBytes, _desk.Ledger.State.ToJson().Length);
            }
            _calls++;
            _callsInSecond[(int)time] = _callsInSecond.GetValueOrDefault((int)time) + 1;
            return result;
        }
    }
}

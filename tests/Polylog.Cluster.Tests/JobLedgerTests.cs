namespace Polylog.Cluster.Tests;

public class JobLedgerTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly LedgerRules s_rules =
        new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5), MostFailures: 3);

    [Fact]
    public void A_task_is_given_to_one_node_until_its_lease_ends()
    {
        JobLedger ledger = Running(parts: 1);
        Lease first = ledger.Take("a", s_start)!;
        Assert.Null(ledger.Take("b", After(9)));
        Assert.True(ledger.Renew(first.Number, After(9)));
        Assert.Null(ledger.Take("b", After(18)));
        Lease second = ledger.Take("b", After(20))!;
        Assert.Equal(first.Task, second.Task);
        Assert.False(ledger.Renew(first.Number, After(21)));
        Assert.True(ledger.Renew(second.Number, After(21)));
        Assert.Equal(1, ledger.State.GivenAgain);
    }

    [Fact]
    public void A_late_renewal_counts_while_nobody_else_has_the_task()
    {
        JobLedger ledger = Running(parts: 1);
        Lease lease = ledger.Take("a", s_start)!;
        Assert.True(ledger.Renew(lease.Number, After(20)));
        Assert.Null(ledger.Take("b", After(25)));
    }

    [Fact]
    public void A_result_counts_once_also_when_its_lease_had_ended()
    {
        JobLedger ledger = Running(parts: 2);
        Lease first = ledger.Take("a", s_start)!;
        ledger.Take("b", s_start);
        Lease again = ledger.Take("c", After(11))!;
        Assert.Equal(first.Task, again.Task);
        ledger.Complete(first.Task, "a", rows: 7);
        ledger.Complete(first.Task, "c", rows: 7);
        Assert.Equal(7, ledger.State.RowsDone);
        Assert.False(ledger.Renew(again.Number, After(12)));
    }

    [Fact]
    public void The_oldest_task_is_given_to_a_second_node_when_nothing_else_is_left()
    {
        JobLedger ledger = Running(parts: 2);
        Lease oldest = ledger.Take("a", s_start)!, other = ledger.Take("b", After(1))!;
        Keep(ledger, 29, oldest, other);
        Assert.Null(ledger.Take("c", After(29)));
        Keep(ledger, 32, oldest, other);
        Assert.Null(ledger.Take("a", After(30.5)));
        Lease second = ledger.Take("c", After(32))!;
        Assert.Equal(oldest.Task, second.Task);
        Assert.True(ledger.Renew(oldest.Number, After(33)));
        Assert.Equal(other.Task, ledger.Take("d", After(33))!.Task);
        Assert.Null(ledger.Take("e", After(33)));
    }

    [Fact]
    public void A_task_that_failed_goes_to_another_node_first_and_fails_the_job_in_the_end()
    {
        JobLedger ledger = Running(parts: 1);
        ledger.Fail(ledger.Take("a", s_start)!.Number, "disk full", isFinal: false, s_start);
        Assert.Null(ledger.Take("a", After(1)));
        ledger.Fail(ledger.Take("b", After(1))!.Number, "disk full", isFinal: false, After(1));
        ledger.Fail(ledger.Take("a", After(6))!.Number, "disk full", isFinal: false, After(6));
        Assert.Equal(JobPhase.Failed, ledger.State.Phase);
        Assert.Equal("disk full", ledger.State.Message);
        ledger.Begin();
        Assert.Equal(0, ledger.Take("a", After(7))!.Task);
    }

    [Fact]
    public void What_would_fail_everywhere_fails_the_job_at_once()
    {
        JobLedger ledger = Running(parts: 3);
        ledger.Fail(ledger.Take("a", s_start)!.Number, "changed", isFinal: true, s_start);
        Assert.Equal(JobPhase.Failed, ledger.State.Phase);
        Assert.Null(ledger.Take("b", s_start));
    }

    [Fact]
    public void Parts_begin_when_every_node_that_is_there_sees_the_folder()
    {
        var ledger = new JobLedger(new LedgerState(), s_rules);
        ledger.Begin();
        Assert.Equal(JobSteps.Plan, ledger.Take("a", s_start)!.Task);
        ledger.Planned((2, 20, "hash"), ["a", "b", "gone"], s_start);
        Assert.Equal(JobSteps.Check, ledger.Take("a", s_start)!.Task);
        Assert.Equal(JobSteps.Check, ledger.Take("b", s_start)!.Task);
        ledger.Checked("a", s_start);
        ledger.Checked("b", s_start);
        Assert.Equal(JobPhase.Checking, ledger.State.Phase);
        ledger.Forget(["a", "b"], s_start);
        Assert.Equal(JobPhase.Running, ledger.State.Phase);
    }

    [Fact]
    public void The_folder_is_deleted_after_the_last_merge_and_after_cancelling()
    {
        JobLedger done = Running(parts: 1), cancelled = Running(parts: 1);
        done.Complete(done.Take("a", s_start)!.Task, "a", 10);
        done.Complete(done.Take("a", s_start)!.Task, "a", 0);
        cancelled.Cancel();
        foreach ((JobLedger ledger, JobPhase end) in new[] { (done, JobPhase.Done), (cancelled, JobPhase.Cancelled) })
        {
            Assert.Equal(JobSteps.Clean, ledger.Take("a", s_start)!.Task);
            ledger.Complete(JobSteps.Clean, "a", 0);
            Assert.Equal(end, ledger.State.Phase);
            Assert.Null(ledger.Take("a", s_start));
        }
    }

    /// <summary>
    /// Whatever nodes do (die, come late, fail, come back), and whenever the coordinator forgets all but its stored state: each task is
    /// done before those that need it, and the job ends.
    /// </summary>
    [Fact]
    public void A_job_ends_whatever_is_killed()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            int parts = random.Next(1, 40);
            var tree = new MergeTree(parts);
            JobLedger ledger = Running(parts);
            var held = new List<(string Node, Lease Lease)>();
            double time = 0;
            for (int step = 0; step < 20_000 && ledger.State.Phase is JobPhase.Running or JobPhase.Cleaning; step++)
            {
                time += random.NextDouble();
                string node = $"node {random.Next(5)}";
                if (random.Next(20) == 0)
                {
                    ledger = new JobLedger(LedgerState.FromJson(ledger.State.ToJson()), s_rules);
                    time += random.Next(-90, 90);
                    ledger.Restart(After(time));
                }
                if (random.Next(3) == 0 && ledger.Take(node, After(time)) is { } taken)
                {
                    Assert.True(taken.Task < 0 || tree.Inputs(taken.Task).All(ledger.State.IsDone));
                    held.Add((node, taken));
                }
                if (held.Count == 0 || random.Next(2) == 0)
                    continue;
                int place = random.Next(held.Count);
                (string holder, Lease lease) = held[place];
                held.RemoveAt(place);
                // Some are killed: nothing is heard of them again.
                if (random.Next(4) > 0)
                    ledger.Complete(lease.Task, holder, lease.Task < parts ? 10 : 0);
            }
            Assert.Equal(JobPhase.Done, ledger.State.Phase);
            Assert.Equal(10 * parts, ledger.State.RowsDone);
        }
    }

    private static DateTimeOffset After(double seconds) => s_start + TimeSpan.FromSeconds(seconds);

    private static void Keep(JobLedger ledger, double seconds, params Lease[] leases) =>
        Assert.All(leases, lease => Assert.True(ledger.Renew(lease.Number, After(seconds))));

    private static JobLedger Running(int parts)
    {
        var ledger = new JobLedger(new LedgerState(), s_rules);
        ledger.Begin();
        ledger.Planned((parts, 10L * parts, "hash"), [], s_start);
        return ledger;
    }
}

namespace Polylog.Tests;

public class ProgressTests
{
    private static readonly Measure s_measure = UniformCube.Draw(4000, 3, seed: 3);

    public static TheoryData<int, Exception> Failures
    {
        get
        {
            var data = new TheoryData<int, Exception>();
            foreach (int threads in new[] { 1, 2, 5 })
            {
                data.Add(threads, new TimeoutException("too long"));
                data.Add(threads, new AggregateException(new TimeoutException("too long")));
                data.Add(threads, new OperationCanceledException("the caller's own"));
            }
            return data;
        }
    }

    [Fact]
    public void Progress_ends_at_one()
    {
        var seen = new List<double>();
        MomentCompressor.Compress(s_measure, new() { Progress = new Recorder(seen), Threads = 1 });
        Assert.Equal(1, seen[^1]);
        Assert.Equal(seen.Order(), seen);
    }

    [Theory, MemberData(nameof(Failures))]
    public void What_a_progress_throws_in_a_compression_reaches_the_caller(int threads, Exception failure) =>
        Reaches(failure, progress => MomentCompressor.Compress(s_measure, new() { Size = 300, Threads = threads, Progress = progress }));

    [Theory, MemberData(nameof(Failures))]
    public void What_a_progress_throws_in_a_compression_of_groups_reaches_the_caller(int threads, Exception failure)
    {
        Measure grouped = s_measure.WithGroups(Enumerable.Range(0, s_measure.Count).Select(i => i % 7).ToArray());
        Reaches(failure, progress => MomentCompressor.Compress(grouped, new() { Size = 700, Threads = threads, Progress = progress }));
    }

    [Theory, MemberData(nameof(Failures))]
    public void What_a_progress_throws_while_a_coreset_is_judged_reaches_the_caller(int threads, Exception failure)
    {
        Coreset coreset = MomentCompressor.Compress(s_measure, new() { Size = 300, Threads = threads });
        Reaches(failure, progress => coreset.Certify(s_measure, progress));
        Reaches(failure, progress => Evidence.Between(s_measure, coreset.Points, 2, progress: progress));
        Reaches(failure, progress => MomentAudit.Compare(s_measure, coreset.Points, 2, progress));
    }

    [Theory, MemberData(nameof(Failures))]
    public void What_a_loop_throws_reaches_the_caller_through_any_number_of_loops(int threads, Exception failure)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads };
        Reaches(failure, progress => ParallelLoop.For(0, 9, options, _ => ParallelLoop.Both(options, () => { }, () =>
            ParallelLoop.InOrder([1, 2, 3], options, _ => ParallelLoop.For(0, 9, options, () => progress, (i, own) => own.Report(i))))));
    }

    private static void Reaches(Exception failure, Action<IProgress<double>> work) =>
        Assert.Same(failure, Record.Exception(() => work(new Failing(failure))));

    private sealed class Recorder(List<double> seen) : IProgress<double>
    {
        public void Report(double value)
        {
            lock (seen)
                seen.Add(value);
        }
    }

    private sealed class Failing(Exception failure) : IProgress<double>
    {
        public void Report(double value) => throw failure;
    }
}

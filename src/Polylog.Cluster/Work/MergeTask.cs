using Polylog.Tables;

namespace Polylog.Cluster;

/// <summary>Merges the results of other tasks in the order of the plan; the last merge writes the output.</summary>
internal static class MergeTask
{
    /// <summary>Merges, and writes the state into the job's folder.</summary>
    public static void Run(JobFolder folder, JobPlan plan, int task, int? threads, CancellationToken cancellation) =>
        folder.WriteState(task, Merged(folder, plan, task, JobRequest.Read(plan.Order, threads), cancellation));

    /// <summary>Merges what is left, and writes the kept rows with all their columns.</summary>
    /// <exception cref="CommandException">The moments do not match, or the output cannot be written.</exception>
    public static StreamedOutcome RunLast(JobFolder folder, JobPlan plan, int? threads, CancellationToken cancellation)
    {
        CompressRequest request = JobRequest.Read(plan.Order, threads);
        StreamingCompressor stream = Merged(folder, plan, new MergeTree(plan.Parts.Count).Last, request, cancellation);
        using var input = CompressInput.Open(request, new Watch(null), new NoteList(null, "compress"), cancellation);
        if (stream.Count == 0)
            throw new CommandException($"{input.Table.Description}: no row has a weight above 0 and all its values; check the input");
        TimeSpan before = input.Clock.Elapsed;
        StreamedCoreset kept = stream.Build(cancellation);
        ResidualLimit.Check(kept.Count, Math.Max(kept.MomentResidual, kept.WorstMatchedPower));
        var outcome = new StreamedOutcome(request, input, kept)
        {
            Dropped = plan.Rows - kept.SourceCount,
            PartRows = plan.PartRows,
            Compressing = before,
            Merging = input.Clock.Elapsed - before,
        };
        var selected = new RowSelection(
            kept.Rows, StreamedJob.SignedWeights(kept, plan.Labels.Stream(input)),
            request.WeightName, request.RowIdName, outcome.Metadata.ToKeyValues(), input.Replaced);
        input.Table.WriteRows(folder.Unnamed, selected, cancellation);
        foreach (PlannedFile file in plan.Files)
            file.Check();
        cancellation.ThrowIfCancellationRequested();
        if (!folder.HasPlan)
            throw new IOException("the job ended while its last merge ran");
        File.Move(folder.Unnamed, plan.Order.Output, overwrite: true);
        return outcome;
    }

    // The numbers of rows are those of the whole table already.
    private static StreamingCompressor Merged(
        JobFolder folder, JobPlan plan, int task, CompressRequest request, CancellationToken cancellation)
    {
        CompressionOptions options = CompressJob.Options(request, request.Size, null);
        StreamingCompressor? merged = null;
        foreach (int part in new MergeTree(plan.Parts.Count).Inputs(task))
        {
            StreamingCompressor other = folder.ReadState(part, options);
            if (merged is null || merged.Count == 0)
                merged = other;
            else
                merged.Merge(other, shift: 0, cancellation);
        }
        return merged!;
    }
}

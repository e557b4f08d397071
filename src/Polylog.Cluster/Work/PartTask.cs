using System.Diagnostics;
using Polylog.Tables;

namespace Polylog.Cluster;

/// <summary>Compresses a part: a pure function of its rows and the plan, whoever runs it, and how often.</summary>
internal static class PartTask
{
    /// <summary>Compresses a part and writes its state into the job's folder.</summary>
    /// <exception cref="CommandException">A file changed, or a value cannot be compressed.</exception>
    public static void Run(JobFolder folder, JobPlan plan, int part, int? threads, CancellationToken cancellation)
    {
        PlannedPart planned = plan.Parts[part];
        PlannedFile[] files = [.. plan.Files.Skip(planned.FirstFile).Take(planned.Files)];
        Array.ForEach(files, file => file.Check());
        CompressRequest request = JobRequest.Read(plan.Order, threads);
        StreamingCompressor stream = folder.ReadSeed(plan.Seed, CompressJob.Options(request, request.Size, null));
        using (Table table = Table.OpenFiles([.. files.Select(file => file.Path)], threads, cancellation))
        {
            var input = new CompressInput(table, Stopwatch.StartNew(), plan.Roles, plan.WeightColumn, null, []);
            ColumnSelection selection = plan.Roles.Selection(
                table, plan.WeightColumn, request.DropMissing ? MissingRows.Drop : MissingRows.Refuse) with
            {
                Labels = plan.Labels.Columns,
            };
            NumericRows? rows = table.ReadParts(
                selection, checked((int)planned.Rows), planned.FirstRow, null, cancellation).FirstOrDefault();
            // A part's reader counts the rows of its own files.
            long shift = planned.FirstOfTable - planned.FirstRow;
            PartStream labelled = plan.Labels.Stream(input);
            if (rows is not null && labelled.Next(rows) is { } next)
                Add(stream, next.Points, Array.ConvertAll(next.Rows, row => row + shift), cancellation);
            plan.Labels.Check(labelled);
        }
        // What was read is what was planned only if it is so afterwards as well.
        Array.ForEach(files, file => file.Check());
        folder.WriteState(part, stream);
    }

    private static void Add(StreamingCompressor stream, Measure rows, long[] numbers, CancellationToken cancellation)
    {
        try
        {
            stream.Add(rows, numbers, cancellation);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(OptionTranslation.OfLibrary(exception.Message));
        }
    }
}

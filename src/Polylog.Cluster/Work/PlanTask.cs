using Polylog.Tables;

namespace Polylog.Cluster;

/// <summary>Plans a job: finds the files, cuts them into parts, and draws the sample that all parts share.</summary>
internal static class PlanTask
{
    /// <summary>Rows of a part for each row to keep, as for a table that is compressed part by part.</summary>
    private const long RowsPerPoint = 400;

    private const int LeastOfUsual = 1 << 20;

    private const int MostRows = 1 << 22;

    /// <summary>Rows of the sample. Every state holds them.</summary>
    private const int SampleRows = 1 << 16;

    /// <summary>Plans, and writes the plan and the sample into the job's folder.</summary>
    /// <returns>The plan, and the hash of its bytes.</returns>
    /// <exception cref="CommandException">The order cannot be fulfilled; the message says what to do.</exception>
    public static (JobPlan Plan, string Hash) Run(JobOrder order, DataFolders data, int? threads, CancellationToken cancellation)
    {
        data.Check(order.Output);
        foreach (string pattern in order.Inputs)
            data.CheckPattern(pattern);
        CompressRequest request = JobRequest.Read(order, threads);
        IReadOnlyList<string> paths = Table.FilesOf(order.Inputs, cancellation);
        foreach (string path in paths)
            data.Check(path);
        if (paths.FirstOrDefault(path => !path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)) is { } other)
            throw new CommandException($"'{other}' is no .parquet file; a job reads Parquet files, since it has to know their rows");
        request = request with { Input = new TableInput(paths, null) };
        using var input = CompressInput.Open(request, new Watch(null), new NoteList(null, "compress"), cancellation);
        if ((StreamedJob.Obstacle(request) ?? Splitting(input.Roles)) is { } option)
            throw new CommandException($"{option} cannot be used part by part; leave it out, or compress on one machine");
        CoresetSize.Choose(request, input.Table.Description, new FunctionCount(input.Roles), int.MaxValue, _ => { });
        int most = order.PartRows ?? (int)Math.Clamp(RowsPerPoint * request.Size!.Value, LeastOfUsual, MostRows);
        IReadOnlyList<IReadOnlyList<long>> groups = RowGroups.Read(paths, cancellation);
        var plan = new JobPlan
        {
            Version = JobPlan.CurrentVersion,
            Program = VersionAction.Version,
            Order = order with { Inputs = paths },
            PartRows = most,
            Files = [.. paths.Zip(groups, (path, rows) => Planned(path, rows.Sum()))],
            Parts = PartCut.Cut(groups, most),
            Roles = input.Roles,
            WeightColumn = input.WeightColumn,
        };
        if (plan.Parts.Count == 0)
            throw new CommandException($"{input.Table.Description}: there are no rows; check the input");
        var folder = new JobFolder(order.Output);
        StreamingCompressor seed = Seed(request, input, cancellation);
        folder.Create();
        folder.WriteSeed(seed);
        byte[] bytes = plan.ToBytes();
        folder.WritePlan(bytes);
        return (plan, JobPlan.HashOf(bytes));
    }

    // Parts that know nothing of each other would number their groups each in its own way.
    private static string? Splitting(Roles roles) =>
        roles.IsSigned ? "--signed"
        : roles.Splitting.Count > 0 ? "groups and categories (--group-by, --category, or text among --columns)"
        : roles.ClassColumn is not null ? "--loss classes"
        : null;

    private static PlannedFile Planned(string path, long rows)
    {
        var file = ReadFile.At(path);
        return new PlannedFile(path, file.Length, file.Sample, rows);
    }

    // Parts are compressed as soon as they are added, so that a state holds none of their rows that are not kept.
    private static StreamingCompressor Seed(CompressRequest request, CompressInput input, CancellationToken cancellation)
    {
        CompressionOptions options = CompressJob.Options(request, request.Size, null);
        ColumnSelection selection = input.Roles.Selection(
            input.Table, input.WeightColumn, request.DropMissing ? MissingRows.Drop : MissingRows.Refuse);
        NumericRows? rows = input.Table.ReadSpread(selection, SampleRows, null, cancellation);
        Measure? sample = rows is null ? null : new PartStream(input).Next(rows)?.Points;
        return sample is null
            ? throw new CommandException($"{input.Table.Description}: no row has a weight above 0 and all its values; check the input")
            : new StreamingCompressor(options, sample) { PartRows = 1 };
    }
}

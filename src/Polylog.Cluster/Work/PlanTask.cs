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
        if (StreamedJob.Obstacle(request) is { } option)
            throw new CommandException($"{option} cannot be used part by part; leave it out, or compress on one machine");
        CoresetSize.Choose(request, input.Table.Description, new FunctionCount(input.Roles), int.MaxValue, _ => { });
        IReadOnlyList<IReadOnlyList<long>> groups = RowGroups.Read(paths, cancellation);
        int most = order.PartRows ?? (int)Math.Clamp(RowsPerPoint * request.Size!.Value, LeastOfUsual, MostRows);
        IReadOnlyList<PlannedPart> parts = PartCut.Cut(groups, most);
        if (parts.Count == 0)
            throw new CommandException($"{input.Table.Description}: there are no rows; check the input");
        var labels = PlannedLabels.Find(input, request.Size!.Value, cancellation);
        byte[] seed = Seed(request, input, labels, cancellation);
        var plan = new JobPlan
        {
            Version = JobPlan.CurrentVersion,
            Program = ProgramVersion.Text,
            Order = order with { Inputs = paths },
            PartRows = most,
            Files = [.. paths.Zip(groups, (path, rows) => Planned(path, rows.Sum()))],
            Parts = parts,
            Roles = input.Roles,
            WeightColumn = input.WeightColumn,
            Labels = labels,
            Seed = JobPlan.HashOf(seed),
        };
        return (plan, Written(plan, seed));
    }

    private static string Written(JobPlan plan, byte[] seed)
    {
        byte[] bytes = plan.ToBytes();
        string hash = JobPlan.HashOf(bytes);
        var folder = new JobFolder(plan.Order.Output, hash);
        folder.Create();
        folder.WriteSeed(plan.Seed, seed);
        folder.WritePlan(bytes);
        return hash;
    }

    private static PlannedFile Planned(string path, long rows)
    {
        var file = ReadFile.At(path);
        return new PlannedFile(path, file.Length, file.Sample, rows);
    }

    // Parts are compressed as soon as they are added, so that a state holds none of their rows that are not kept.
    private static byte[] Seed(CompressRequest request, CompressInput input, PlannedLabels labels, CancellationToken cancellation)
    {
        CompressionOptions options = CompressJob.Options(request, request.Size, null);
        ColumnSelection selection = input.Roles.Selection(
            input.Table, input.WeightColumn, request.DropMissing ? MissingRows.Drop : MissingRows.Refuse);
        NumericRows? rows = input.Table.ReadSpread(selection, SampleRows, null, cancellation);
        Measure? sample = rows is null ? null : labels.Stream(input).Next(rows)?.Points;
        if (sample is null)
            throw new CommandException($"{input.Table.Description}: no row has a weight above 0 and all its values; check the input");
        using var bytes = new MemoryStream();
        new StreamingCompressor(options, sample) { PartRows = 1 }.Save(bytes);
        return bytes.ToArray();
    }
}

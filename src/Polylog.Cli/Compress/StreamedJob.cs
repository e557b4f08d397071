using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Compresses a table that is larger than the memory allowed, part by part, and writes the coreset.</summary>
internal static class StreamedJob
{
    /// <summary>Copies of the rows that a compression holds at a time, with those of the reader.</summary>
    private const double Copies = 3;

    /// <summary>Copies of a part: read, waiting, compressed, and the part before.</summary>
    private const double CopiesOfPart = 8;

    /// <summary>
    /// Rows of a part for each row to keep: compressing a part takes a time for each row, and one for each point it is compressed to.
    /// </summary>
    private const long RowsPerPoint = 400;

    /// <summary>Rows, spread over a Parquet table, that tell the order and the units of the test functions.</summary>
    private const int SampleRows = 1 << 18;

    private const int LeastOfUsual = 1 << 20;

    private const int MostRows = 1 << 22;

    /// <summary>Parts of fewer rows cost more than they save.</summary>
    private const int LeastRows = 1 << 14;

    /// <summary>
    /// Whether the numbers of the table do not fit into the memory allowed. Where nobody said how much that is, what cannot go part by part
    /// is tried as a whole.
    /// </summary>
    public static bool IsNeeded(CompressRequest request, CompressInput input, CancellationToken cancellation) =>
        (request.Memory is not null || (request.Size is not null && Obstacle(request) is null))
        && Copies * input.Table.NumberBytes(Width(input), cancellation) > Memory(request);

    public static StreamedOutcome Run(
        CompressRequest request, CompressInput input, Watch watch, NoteList notes, CancellationToken cancellation)
    {
        CheckPossible(request, input);
        CoresetSize.Choose(request, input.Table.Description, new FunctionCount(input.Roles), int.MaxValue, notes.Add);
        int most = PartRows(request, input);
        var resume = new StreamResume(request, input);
        try
        {
            return Run(request, input, most, resume, watch, notes, cancellation);
        }
        catch (OperationCanceledException) when (resume.SavedRows is { } rows)
        {
            throw new StoppedException(StreamResume.GoesOn(rows));
        }
    }

    private static StreamedOutcome Run(CompressRequest request, CompressInput input, int most, StreamResume resume, Watch watch,
        NoteList notes, CancellationToken cancellation)
    {
        input.NoteTotals(request, notes);
        if (request.Functions is FunctionFamily.Kernel)
            notes.Add("part by part, each part has kernel functions of its own; those of the certificate are not checked");
        StreamedRows read = Read(request, input, most, resume, watch, notes, cancellation);
        if (read.Stream.Count == 0)
            throw new CommandException($"{input.Table.Description}: no row has a weight above 0 and all its values; check the input");
        TimeSpan compressing = input.Clock.Elapsed;
        StreamedCoreset kept = watch.Over("merging the parts", _ => Built(read.Stream, cancellation));
        ResidualLimit.Check(kept.Count, Math.Max(kept.MomentResidual, kept.WorstMatchedPower));
        if (kept.Count > request.Size)
        {
            notes.Add($"{Format.Count(kept.Count, "row")} are kept, more than the {Format.Whole(request.Size!.Value)} asked for, because "
                + $"fewer cannot match all moments up to order {kept.Order}; raise --size or lower --order");
        }
        TimeSpan merging = input.Clock.Elapsed - compressing;
        var outcome = new StreamedOutcome(request, input, kept)
        {
            Dropped = read.Dropped,
            PartRows = read.Stream.PartRows,
            Groups = read.Parts.Labels.Groups.Count,
            Classes = read.Parts.Labels.Classes.Count,
            Compressing = compressing,
            Merging = merging,
        };
        var selected = new RowSelection(
            kept.Rows, SignedWeights(kept, read.Parts), request.WeightName, request.RowIdName, outcome.Metadata.ToKeyValues(),
            input.Replaced);
        foreach (string told in watch.Over("writing", _ => input.Table.WriteRows(request.Output, selected, cancellation)))
            notes.Add(told);
        resume.End(notes);
        return outcome with { Writing = input.Clock.Elapsed - compressing - merging };
    }

    /// <summary>The weights of the kept rows, with their signs.</summary>
    public static double[] SignedWeights(StreamedCoreset kept, PartStream parts)
    {
        double[] weights = kept.Points.Weights.ToArray();
        ReadOnlySpan<int> groups = kept.Points.Groups.Span;
        for (int row = 0; row < groups.Length; row++)
            weights[row] *= parts.IsNegative(groups[row]) ? -1 : 1;
        return weights;
    }

    // Reads the table part by part, from where an earlier run was stopped.
    private static StreamedRows Read(CompressRequest request, CompressInput input, int most, StreamResume resume, Watch watch,
        NoteList notes, CancellationToken cancellation)
    {
        CompressionOptions options = CompressJob.Options(request, request.Size, null);
        MissingRows missing = request.DropMissing ? MissingRows.Drop : MissingRows.Refuse;
        ColumnSelection selection = input.Roles.Selection(input.Table, input.WeightColumn, missing);
        var read = new StreamedRows { Stream = new StreamingCompressor(options) { PartRows = most }, Parts = new PartStream(input) };
        if (resume.Find(options, request.Output, notes) is { } found)
        {
            read.Parts.Labels = found.State.Labels;
            (read.Stream, read.Rows, read.Dropped) = (found.Stream, found.State.Rows, found.State.Dropped);
        }
        else
        {
            NumericRows? sample = watch.Over("sampling", progress => input.Table.ReadSpread(selection, SampleRows, progress, cancellation));
            if (sample is not null && read.Parts.Next(sample) is { } spread)
                read.Stream = new StreamingCompressor(options, spread.Points) { PartRows = most };
        }
        watch.OverParts("compressing part by part", target =>
        {
            var progress = new StreamProgress(target, target is null ? null : input.Table.CountedRows(cancellation), read.Rows);
            foreach (NumericRows rows in PartStream.Ahead(
                input.Table.ReadParts(selection, read.Stream.PartRows, read.Rows, progress, cancellation)))
            {
                Add(read, rows, cancellation);
                read.Rows += rows.TotalRows;
                read.Dropped += rows.Dropped;
                progress.Done(read.Rows);
                resume.Save(read);
            }
            return 0;
        });
        return read;
    }

    private static StreamedCoreset Built(StreamingCompressor stream, CancellationToken cancellation)
    {
        try
        {
            return stream.Build(cancellation);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(OptionTranslation.OfLibrary(exception.Message));
        }
    }

    private static void Add(StreamedRows read, NumericRows rows, CancellationToken cancellation)
    {
        if (read.Parts.Next(rows) is not { } part)
            return;
        try
        {
            read.Stream.Add(part.Points, part.Rows, cancellation);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(OptionTranslation.OfLibrary(exception.Message));
        }
    }

    // What a stream cannot do, with the ways out.
    private static void CheckPossible(CompressRequest request, CompressInput input)
    {
        string? option = Obstacle(request);
        if (option is null && request.Size is not null)
            return;
        string rows = $"the rows of {input.Table.Description} do not fit into the memory allowed ({RoughFormat.Bytes(Memory(request))})";
        throw new CommandException(option is null
            ? $"{rows}, so it is compressed part by part, which needs a --size; give one, or raise --memory"
            : $"{rows}, and {option} cannot be used part by part; raise --memory");
    }

    /// <summary>What cannot go part by part, as its option; null where all can.</summary>
    public static string? Obstacle(CompressRequest request) =>
        request.Tolerance is not null ? "--tolerance"
        : request.SmoothName is not null ? "--smooth-target"
        : request.HasEqualWeights ? "--equal-weights"
        : request.MaxWeight is not null ? "--max-weight"
        : request.Draw is not null ? "--draw"
        : null;

    private static int PartRows(CompressRequest request, CompressInput input)
    {
        double bytes = CopiesOfPart * sizeof(double) * Width(input), room = Memory(request) / bytes;
        if (room < LeastRows)
        {
            throw new CommandException($"--memory is {RoughFormat.Bytes(Memory(request))}, too little for parts of "
                + $"{Format.Whole(LeastRows)} rows; give at least {Format.Whole((int)Math.Ceiling(LeastRows * bytes / 1e6))}MB");
        }
        return (int)Math.Min(Math.Clamp(RowsPerPoint * request.Size!.Value, LeastOfUsual, MostRows), room);
    }

    private static int Width(CompressInput input) =>
        input.Roles.Matched.Count + input.Roles.Splitting.Count + (input.Roles.ClassColumn is null ? 0 : 1)
            + (input.WeightColumn is null ? 0 : 1);

    private static double Memory(CompressRequest request) =>
        request.Memory ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2.0;
}

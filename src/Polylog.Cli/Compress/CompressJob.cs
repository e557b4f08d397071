using System.Diagnostics;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Reads the input, compresses it and writes the coreset.</summary>
internal static class CompressJob
{
    public static CompressOutcome Run(CompressRequest request, Watch watch, NoteList notes, CancellationToken cancellation)
    {
        using var input = CompressInput.Open(request, watch, notes, cancellation);
        return Run(request, input, watch, notes, cancellation);
    }

    /// <summary>Compresses a table that was opened for the request.</summary>
    public static CompressOutcome Run(
        CompressRequest request, CompressInput input, Watch watch, NoteList notes, CancellationToken cancellation)
    {
        (Table table, Stopwatch clock, Roles roles, string? weightColumn) = (input.Table, input.Clock, input.Roles, input.WeightColumn);
        MissingRows missing = request.DropMissing ? MissingRows.Drop : MissingRows.Refuse;
        NumericRows rows = watch.Over(
            "reading", progress => table.Read(roles.Selection(table, weightColumn, missing), progress, cancellation));
        if (roles.Loss is LossWord.Logistic)
            TwoLabels.Recode(rows, roles.Targets, table.Description, notes.Add);
        RoleCheck.Targets(rows, roles, table.Description);
        RoleCheck.Values(rows, roles, table.Description);
        var marked = MarkedRows.FromRows(rows, roles);
        RoleCheck.Groups(rows, marked, table.Description);
        Measure measure = marked.Measure;
        WeightRangeCheck.Check(measure, weightColumn);
        TimeSpan reading = clock.Elapsed;

        var functions = new FunctionCount(roles, marked);
        if (request.Order is null && request.MostOrder is { } most)
        {
            int room = Math.Min(request.Size ?? rows.Rows, rows.Rows);
            request = request with { Order = Math.Max(1, functions.HighestOrder(most, room)) };
        }
        CoresetSize.CheckMemory(functions, request);
        int? size = CoresetSize.Choose(request, table.Description, functions, rows.Rows, notes.Add);
        input.NoteTotals(request, notes);
        Coreset coreset = watch.Over("compressing", progress =>
            WeightLimit.Compress(measure, Options(request, size, progress), request, cancellation));
        WeightLimit.Check(coreset, request);
        if (request.Tolerance is not null && ToleranceNote.IsNeeded(coreset, measure))
        {
            CompressRequest sized = request with { Tolerance = null };
            Coreset? half = CoresetSize.Half(request, functions, measure) is { } part
                ? watch.Over("compressing half of the rows", progress =>
                    WeightLimit.Compress(measure, Options(sized, part, progress), sized, cancellation))
                : null;
            notes.Add(ToleranceNote.Sentence(request, table.Description, measure, coreset, half));
        }
        if (UseNote.Sentence(Options(request, size, null), measure, coreset, cancellation) is { } note)
            notes.Add(note);
        ResidualLimit.Check(coreset.Count, coreset.MomentResidual);
        if (coreset.Status == CompressionStatus.SizeNotReached)
        {
            notes.Add($"{Format.Count(coreset.Count, "row")} are kept, more than the {Format.Whole(size ?? 0)} asked for, because fewer "
                + $"cannot match all moments up to order {coreset.Order}; raise --size or lower --order");
        }
        if (coreset.Status == CompressionStatus.OrderLowered)
        {
            notes.Add($"moments match up to order {coreset.Order}, not {request.Order}: in some leaf rounding errors are larger than what "
                + "the higher order would tell; lower --order, or choose fewer --columns");
        }
        TimeSpan compressing = clock.Elapsed - reading;
        (Certificate certificate, EvidenceDetail? detail) = watch.Over("certifying", progress => request.HasReport
            ? coreset.CertifyInDetail(measure, CoresetPage.Subsets, progress, cancellation)
            : (coreset.Certify(measure, progress, cancellation), null));
        KernelFinding kernels = watch.Over("checking kernel functions", _ => KernelCheck.Compare(
            measure, coreset.Points, coreset.Kernels, request.Threads ?? Environment.ProcessorCount, cancellation));
        var method = MethodRecord.Of(coreset, request.Functions, request.MaxWeight, request.Draw, kernels);
        TimeSpan certifying = clock.Elapsed - reading - compressing;

        SmoothedTargets? smooth = SmoothColumn.Make(request, roles, measure, coreset, watch, cancellation);
        TimeSpan smoothing = clock.Elapsed - reading - compressing - certifying;

        CoresetMetadata metadata = Metadata(request, roles, rows, coreset, certificate, weightColumn) with
        {
            Inputs = CoresetMetadata.OfFiles(table),
            Method = method,
        };
        RowSelection selection = Selection(metadata, rows, marked, coreset) with
        {
            ReplacedColumn = input.Replaced,
            Added = smooth is null ? null : (request.SmoothName!, smooth.Values),
        };
        foreach (string told in watch.Over("writing", _ => table.WriteRows(request.Output, selection, cancellation)))
            notes.Add(told);
        return new CompressOutcome(request, marked, input.NotNumeric, coreset, certificate, rows.Dropped)
        {
            Method = method,
            OtherColumns = input.OtherColumns,
            Detail = detail,
            Reading = reading,
            Compressing = compressing,
            Certifying = certifying,
            Smooth = smooth,
            Smoothing = smoothing,
            Writing = clock.Elapsed - reading - compressing - certifying - smoothing,
        };
    }

    /// <summary>The options of the library.</summary>
    public static CompressionOptions Options(CompressRequest request, int? size, IProgress<double>? progress) => new()
    {
        Order = request.Order,
        Use = request.Use,
        Functions = request.Functions,
        MaxWeight = request.MaxWeight,
        Draw = request.Draw,
        Size = size,
        Tolerance = request.Tolerance,
        Scale = request.Scale,
        Effort = request.Effort,
        Threads = request.Threads ?? 0,
        Progress = progress,
    };

    private static RowSelection Selection(CoresetMetadata metadata, NumericRows rows, MarkedRows marked, Coreset coreset)
    {
        var numbers = new long[coreset.Count];
        double[] weights = coreset.Weights.ToArray();
        for (int i = 0; i < numbers.Length; i++)
        {
            int row = coreset.Indices.Span[i];
            numbers[i] = rows.RowNumber(row);
            weights[i] *= marked.Sign(row);
        }
        return new RowSelection(numbers, weights, metadata.WeightName, metadata.RowIdName, metadata.ToKeyValues());
    }

    private static CoresetMetadata Metadata(
        CompressRequest request,
        Roles roles,
        NumericRows rows,
        Coreset coreset,
        Certificate certificate,
        string? weightColumn) => new()
        {
            Version = CoresetMetadata.CurrentVersion,
            Columns = roles.Columns,
            Order = coreset.Order,
            Scale = ScaleWords.Word(request.Scale),
            WeightName = request.WeightName,
            RowIdName = request.RowIdName,
            SmoothName = request.SmoothName,
            WeightColumn = weightColumn,
            IsSigned = roles.IsSigned,
            DropMissing = request.DropMissing,
            Rows = rows.Rows,
            Kept = coreset.Count,
            Leaves = coreset.Leaves,
            MomentResidual = coreset.MomentResidual,
            TotalWeight = coreset.TotalWeight,
            Certificate = CertificateRecord.FromCertificate(certificate, roles.Loss),
            Targets = roles.Targets,
            Loss = roles.Loss is { } loss ? LossWords.Word(loss) : null,
            Match = roles.Match,
            GroupBy = roles.GroupBy,
            Categories = roles.Categories,
            Parts = request.Parts,
        };
}

using System.Diagnostics;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Adds the rows of new files to a state, and writes the coreset of all rows.</summary>
internal static class UpdateJob
{
    /// <summary>Rows that are read at a time.</summary>
    private const int PartRows = 1 << 20;

    /// <summary>Rows, spread over Parquet files, that tell the order and the units of the test functions.</summary>
    private const int SampleRows = 1 << 18;

    /// <summary>Runs an update.</summary>
    /// <exception cref="CommandException">A file or an option does not fit the state; all files stay as they are then.</exception>
    public static UpdateOutcome Run(UpdateRequest request, Watch watch, NoteList notes, CancellationToken cancellation)
    {
        Table.CheckOutput(request.State, []);
        var clock = Stopwatch.StartNew();
        UpdateState? state = watch.Over("reading the state", _ => UpdateState.Read(request.State, request.Threads));
        state?.Record.Settings.Check(request.Asked, request.State);
        UpdateSettings settings = state?.Record.Settings ?? Begun(request);
        NewFiles files = watch.Over("looking for new files", _ => NewFiles.Find(request, state?.Record.Files ?? [], cancellation));
        if (files.Known > 0)
        {
            notes.Add($"{Format.Count(files.Known, "file")} of those given {(files.Known == 1 ? "is" : "are")} in '{request.State}' "
                + "already and not added again");
        }
        string[] added = [.. files.Added.Select(file => file.Path)];
        CheckOutput(request, added);
        CompressRequest compression = settings.Request(new TableInput(added, null), request.Output ?? request.State, request.Threads);
        using CompressInput? fresh = added.Length == 0 ? null : CompressInput.Open(
            compression, watch, notes, cancellation, table => CheckTypes(request, state, table));
        using Table? grown = state is null ? null : watch.Over("opening", _ => Grown(request, settings, added, cancellation));
        Table all = grown ?? fresh!.Table;
        CompressInput input = fresh ?? Kept(compression, settings, all, clock);
        CheckRoles(input.Roles);
        int size = Math.Min(request.Asked.Size ?? int.MaxValue, settings.Size!.Value);
        var functions = new FunctionCount(input.Roles);
        CoresetSize.Choose(compression with { Size = size }, input.Table.Description, functions, int.MaxValue, notes.Add);
        var window = RowWindow.Of(settings, input.Table);
        var rows = new GrowingRows(CompressJob.Options(compression, compression.Size, null), window, state, request.Forget);
        long from = state is null ? 0 : state.Streams.Sum(stream => (long)stream.Held.Rows.Length), dropped = 0, count = 0;
        if (added.Length > 0)
        {
            ColumnSelection selection = Selection(input, compression, window);
            NumericRows? sample = !rows.NeedsSample ? null
                : watch.Over("sampling", progress => input.Table.ReadSpread(selection, SampleRows, progress, cancellation));
            var stream = new PartStream(input);
            if (sample is not null && stream.Next(sample) is { } spread)
                Asked(() => rows.TakeSample(spread.Points));
            watch.Over("adding rows", progress =>
            {
                foreach (NumericRows part in PartStream.Ahead(input.Table.ReadParts(selection, PartRows, progress, cancellation)))
                {
                    dropped += part.Dropped;
                    count += part.Rows;
                    Add(rows, part, from, stream, cancellation);
                }
                return 0;
            });
        }
        if (rows.Streams.Count == 0)
            throw new CommandException($"{all.Description}: no row has a weight above 0 and all its values; check the input");
        var record = new StateRecord
        {
            Version = StateRecord.CurrentVersion,
            Settings = settings,
            Files = [.. state?.Record.Files ?? [], .. files.Added.Select(file => file.Record)],
            Slots = [.. rows.Streams.Keys],
            Rows = (state?.Record.Rows ?? 0) + count,
            Dropped = (state?.Record.Dropped ?? 0) + dropped,
            Newest = window is null ? null : rows.Newest,
            Steps = state?.Record.Steps,
        };
        var outcome = new UpdateOutcome(request, record, input)
        {
            Added = count,
            Dropped = dropped,
            AddedFiles = added.Length,
            Held = rows.Held.Rows.Length,
            Left = rows.Left,
            Weight = rows.Streams.Values.Sum(stream => stream.TotalWeight),
        };
        return Write(outcome, compression, all, rows, watch, notes, cancellation) with { Time = clock.Elapsed };
    }

    // The coreset comes before the state: where the second fails, the same command can be given again.
    private static UpdateOutcome Write(
        UpdateOutcome outcome, CompressRequest compression, Table all, GrowingRows rows, Watch watch, NoteList notes,
        CancellationToken cancellation)
    {
        UpdateRequest request = outcome.Request;
        (long[] numbers, double[] weights) = rows.Held;
        byte[][] saved = rows.Saved();
        if (request.Output is { } output)
        {
            int size = Math.Min(request.Asked.Size ?? int.MaxValue, compression.Size!.Value);
            StreamedCoreset kept = watch.Over("compressing", _ => Asked(() => rows.Build(size, cancellation)));
            var streamed = new StreamedOutcome(compression with { Size = size, Output = output }, outcome.Input, kept)
            {
                Dropped = outcome.Record.Dropped,
                PartRows = PartRows,
                Compressing = TimeSpan.Zero,
                Merging = TimeSpan.Zero,
            };
            ResidualLimit.Check(kept.Count, Math.Max(kept.MomentResidual, kept.WorstMatchedPower));
            var selection = new RowSelection(kept.Rows, kept.Points.Weights, compression.WeightName, null,
                streamed.Metadata.ToKeyValues(), outcome.Input.Replaced);
            foreach (string told in watch.Over("writing the coreset", _ => all.WriteRows(output, selection, cancellation)))
                notes.Add(told);
            outcome = outcome with { Coreset = streamed };
        }
        outcome = WithStep(outcome);
        var state = new RowSelection(numbers, weights, compression.WeightName, null, outcome.Record.ToKeyValues(), outcome.Input.Replaced)
        {
            Appendix = target => Array.ForEach(saved, bytes => target.Write(bytes)),
        };
        watch.Over("writing the state", _ => all.WriteRows(request.State, state, cancellation));
        return outcome;
    }

    private static UpdateOutcome WithStep(UpdateOutcome outcome)
    {
        StateRecord record = outcome.Record;
        var step = new StateStep(record.Files.Count, record.Rows, outcome.Held)
        {
            Kept = outcome.Coreset?.Kept.Count,
            Error = outcome.Coreset?.Evidence.Coreset.Median,
            EffectiveRows = outcome.Coreset?.Evidence.EffectiveCount,
        };
        return outcome with { Record = record with { Steps = [.. (record.Steps ?? []).TakeLast(StateStep.Most - 1), step] } };
    }

    private static void CheckOutput(UpdateRequest request, IReadOnlyList<string> added)
    {
        if (request.Output is not { } output)
            return;
        if (Path.GetFullPath(output) == Path.GetFullPath(request.State))
            throw new CommandException($"'{output}' is the state as well; write the coreset to another file");
        Table.CheckOutput(output, added);
    }

    private static UpdateSettings Begun(UpdateRequest request)
    {
        if (request.Files.Count == 0)
            throw new CommandException($"'{request.State}' does not exist yet; give files to begin it with");
        if (request.Asked.Size is null)
            throw new CommandException($"'{request.State}' does not exist yet; give the --size of its coresets to begin it");
        return request.Asked;
    }

    // Without the column of weights that the state has on top of those of the files.
    private static Table Grown(UpdateRequest request, UpdateSettings settings, string[] added, CancellationToken cancellation) =>
        Table.OpenGrown(request.State, settings.Weight == settings.NameOfWeights ? null : settings.NameOfWeights, added,
            request.Threads, cancellation);

    private static CompressInput Kept(CompressRequest request, UpdateSettings settings, Table table, Stopwatch clock)
    {
        var roles = Roles.Resolve(table, request.Columns, request.Learning, settings.Weight);
        string? replaced = settings.Weight == settings.NameOfWeights ? settings.Weight : null;
        return new CompressInput(table, clock, roles, settings.Weight, replaced, []);
    }

    private static ColumnSelection Selection(CompressInput input, CompressRequest request, RowWindow? window)
    {
        MissingRows missing = request.DropMissing ? MissingRows.Drop : MissingRows.Refuse;
        ColumnSelection selection = input.Roles.Selection(input.Table, input.WeightColumn, missing);
        return window is null ? selection
            : selection with { Further = [.. selection.Further, [window.Column]], TakesTimes = true };
    }

    private static void Add(GrowingRows rows, NumericRows part, long from, PartStream stream, CancellationToken cancellation)
    {
        if (stream.Next(part) is not { } next)
            return;
        Asked(() =>
        {
            if (rows.NeedsSample)
                rows.TakeSample(next.Points);
            rows.Add(next.Points, Array.ConvertAll(next.Rows, row => from + row), part.Further.Count > 2 ? part.Further[2] : null,
                cancellation);
            return 0;
        });
    }

    // What the library refuses is told in its words.
    private static T Asked<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(OptionTranslation.OfLibrary(exception.Message));
        }
    }

    private static void CheckRoles(Roles roles)
    {
        string? what = roles.ClassColumn is not null ? "--loss classes" : roles.Categories.Count > 0 ? "text among --columns" : null;
        if (what is not null)
        {
            throw new CommandException($"{what} cannot be used with update: a state has no groups of rows; leave it out, or compress all "
                + "files together");
        }
    }

    private static void CheckTypes(UpdateRequest request, UpdateState? state, Table added)
    {
        if (state is null)
            return;
        using Table kept = Table.OpenFiles([request.State], request.Threads);
        foreach (TableColumn column in added.Columns)
        {
            // A column that the state lacks is told where the files become one table.
            if (kept.Columns.FirstOrDefault(known => known.Name == column.Name) is { } before
                && (before.IsNumeric != column.IsNumeric || before.IsTime != column.IsTime))
            {
                throw new CommandException($"{added.Description}: column '{column.Name}' is {column.TypeName}, but {before.TypeName} in "
                    + $"'{request.State}'; correct the file, so that all files have the same types");
            }
        }
    }
}

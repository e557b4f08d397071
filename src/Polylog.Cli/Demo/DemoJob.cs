using System.Diagnostics;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>Makes the paper's regression data, compresses it as <c>polylog compress</c> would, and compares it with random rows.</summary>
internal sealed class DemoJob(string folder, int rows, int size, ulong seed)
{
    /// <summary>Order of the moments that are kept: the paper uses it for these data.</summary>
    public const int Order = 5;

    private static readonly string[] s_columns = ["x1", "x2", "y"];

    private readonly DemoFiles _files = new(folder);

    /// <summary>Number of moments, and therefore the fewest rows that can be kept.</summary>
    public static int LeastSize => (int)Moments.Count(s_columns.Length, Order);

    public DemoOutcome Run(Watch watch, CancellationToken cancellation) => watch.Over("starting", _ =>
    {
        var clock = Stopwatch.StartNew();
        using OutputFolder folder = _files.MakeFolder();
        _files.Check();
        // A run that is stopped leaves the files of an earlier one as they were.
        using var work = new WorkFolder(_files.Folder);
        DemoOutcome outcome = Make(new DemoFiles(work.FullPath), watch, cancellation);
        _files.Replace(outcome.Files);
        folder.Keep();
        return outcome with { Files = _files, Time = clock.Elapsed };
    });

    private DemoOutcome Make(DemoFiles files, Watch watch, CancellationToken cancellation)
    {
        try
        {
            return MakeFiles(files, watch, cancellation);
        }
        catch (Exception exception) when (exception.Message.Contains(files.Folder, StringComparison.Ordinal)
            && exception is TableException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(exception.Message.Replace(files.Folder, _files.Folder, StringComparison.Ordinal));
        }
    }

    private DemoOutcome MakeFiles(DemoFiles files, Watch watch, CancellationToken cancellation)
    {
        watch.Over($"making {Format.Whole(rows)} rows", _ =>
        {
            Write(files.Data, new Measure(DemoTable.Draw(rows, seed), DemoTable.Columns), cancellation);
            return true;
        });
        var request = new CompressRequest(new TableInput([files.Data], null), files.Coreset) { Order = Order, Size = size };
        CompressOutcome compression = CompressJob.Run(request, watch, new NoteList(null, "compress"), cancellation);

        Measure full = compression.Measure;
        Measure coreset = compression.Coreset.Points;
        Measure random = RandomSubset.Draw(full, coreset.Count, seed);
        Write(files.Random, random, cancellation);
        DemoComparison[] comparisons = watch.Over(
            "comparing", _ => Compare(full, coreset, random, compression.Certificate.Evidence, cancellation));
        DemoNetwork.Write(files.Network, seed);
        cancellation.ThrowIfCancellationRequested();
        File.WriteAllBytes(files.Picture, watch.Over("drawing", _ => DemoPicture.Draw(full, coreset)));
        cancellation.ThrowIfCancellationRequested();
        return new DemoOutcome(files, compression, comparisons, default);
    }

    private static DemoComparison[] Compare(
        Measure full, Measure coreset, Measure random, Evidence evidence, CancellationToken cancellation)
    {
        return
        [
            Moments("means and covariances, worst", 2),
            Moments($"moments up to order {Order}, worst", Order),
            new($"sums of {evidence.Functions} random functions, median", evidence.Coreset.Median, evidence.Random.Median),
            new($"sums of {evidence.Functions} random functions, worst", evidence.Coreset.Worst, evidence.Random.Worst),
        ];

        DemoComparison Moments(string what, int order) => new(what, Residual(coreset, order), Residual(random, order));

        double Residual(Measure measure, int order) => MomentAudit.Compare(full, measure, order, cancellation: cancellation).WorstResidual;
    }

    private static void Write(string path, Measure measure, CancellationToken cancellation)
    {
        List<NumericColumn> columns = [.. s_columns.Select((name, column) => new NumericColumn(name, Column(measure, column)))];
        if (!measure.Weights.IsEmpty)
            columns.Add(new NumericColumn("weight", measure.Weights));
        TableWriter.Write(path, columns, cancellation: cancellation);
    }

    private static double[] Column(Measure measure, int column)
    {
        var values = new double[measure.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = measure.Atom(i)[column];
        return values;
    }
}

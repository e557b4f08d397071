using System.Diagnostics;
using Polylog.Experiments;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>What a demonstration came to.</summary>
internal sealed record DemoOutcome(
    DemoFiles Files,
    CompressOutcome Compression,
    Measure Random,
    TimeSpan Time);

/// <summary>Makes the paper's regression data, compresses it as <c>polylog compress</c> would, and compares.</summary>
internal sealed class DemoJob(string folder, int rows, int size, ulong seed)
{
    /// <summary>Order of the moments kept: what the paper takes for these data.</summary>
    public const int Order = 5;

    private static readonly string[] s_columns = ["x1", "x2", "y"];

    private readonly DemoFiles _files = new(folder);

    /// <summary>Rows below which not all moments can be kept.</summary>
    public static int LeastSize => (int)Moments.Count(s_columns.Length, Order);

    public DemoOutcome Run(Watch watch, CancellationToken cancellation)
    {
        try
        {
            return Make(watch, cancellation);
        }
        catch (OperationCanceledException)
        {
            _files.Remove();
            throw;
        }
    }

    private DemoOutcome Make(Watch watch, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        _files.MakeFolder();
        watch.Over("making data", _ =>
        {
            Write(_files.Data, new Measure(TeacherStudent.Draw(rows, seed), TeacherStudent.Columns), cancellation);
            return true;
        });
        var request = new CompressRequest(new TableInput([_files.Data], null), _files.Coreset) { Order = Order, Size = size };
        CompressOutcome compression = CompressJob.Run(request, watch, _ => { }, cancellation);

        Measure full = compression.Measure;
        Measure coreset = compression.Coreset.Points;
        Measure random = RandomSubset.Draw(full, coreset.Count, seed);
        Write(_files.Random, random, cancellation);
        cancellation.ThrowIfCancellationRequested();
        watch.Over("drawing", _ =>
        {
            DemoPicture.Draw(full, coreset, _files.Picture);
            return true;
        });
        cancellation.ThrowIfCancellationRequested();
        return new DemoOutcome(_files, compression, random, clock.Elapsed);
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

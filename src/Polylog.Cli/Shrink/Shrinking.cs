using Polylog.Networks;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>The way from the request to the smaller model.</summary>
internal static class Shrinking
{
    public static ShrinkOutcome Run(ShrinkRequest request, Watch watch, CancellationToken cancellation)
    {
        NetworkModel model = NetworkModel.Open(request.Model);
        model.CheckOutput(request.Output);
        CalibrationData? data = request.Calibration is { } path
            ? watch.Over("reading", progress => Inputs(path, request.Columns, Widest(model), progress, cancellation))
            : null;
        using ModelShrinker shrinker = ModelShrinker.Open(request.Model, request.Options, data);
        IReadOnlyList<LayerChange> changes = watch.Over("shrinking", progress => shrinker.Run(progress, cancellation));
        ModelDifference difference = watch.Over("measuring", _ => shrinker.Difference(cancellation));
        if (request.MaxError is { } most && !(difference.RelativeRms <= most))
        {
            throw new CommandException($"the outputs' relative error is {Figures.Small(difference.RelativeRms)}, above --max-error {Figures.Limit(most)}; "
                + $"nothing was written, keep more units{(data is null ? " or give real inputs with --calibration" : "")}");
        }
        (TimeSpan Before, TimeSpan Now, int Batch)? latency = watch.Over("timing", _ => shrinker.Latency());
        long bytes = shrinker.Save(request.Output, cancellation);
        return new ShrinkOutcome(request, changes, data)
        {
            Difference = difference,
            FitCount = shrinker.FitCount,
            HeldOutCount = shrinker.HeldOutCount,
            Parameters = (shrinker.Parameters, shrinker.ParametersNow),
            Bytes = (shrinker.Bytes, bytes),
            Latency = latency,
        };
    }

    private static long Widest(NetworkModel model) => model.FindLayers().Select(layer => layer.Units).DefaultIfEmpty(1).Max();

    private static CalibrationData Inputs(string path, IReadOnlyList<string> columns, long units, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (ShrinkOptionSet.IsArray(path))
            return NpyFile.Read(path, units);
        using Table table = Table.OpenFiles([path]);
        IReadOnlyList<string> names = new ColumnRequest(columns, []).Resolve(table, weightColumn: null);
        NumericRows rows = table.ReadNumeric(names, progress: progress, cancellation: cancellation);
        long[] chosen = CalibrationData.Choose(rows.Rows, CalibrationData.Take(rows.Columns, units));
        float[] values = [.. chosen.SelectMany(row => rows.Values.AsSpan((int)row * rows.Columns, rows.Columns).ToArray()).Select(value => (float)value)];
        return new CalibrationData($"'{path}'", [rows.Columns], values, rows.Rows);
    }
}

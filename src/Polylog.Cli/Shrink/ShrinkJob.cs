using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>Shrinks a model, measures the change of its outputs, and writes it.</summary>
internal static class ShrinkJob
{
    public static ShrinkOutcome Run(ShrinkRequest request, Watch watch, CancellationToken cancellation)
    {
        NetworkModel model = NetworkModel.Open(request.Model);
        model.CheckOutput(request.Output);
        CalibrationInputs? inputs = request.Calibration is { } path
            ? watch.Over("reading", progress => CalibrationInputs.Read(path, request.Columns, Widest(model), progress, cancellation))
            : null;
        CalibrationData? data = inputs?.Data;
        using ModelShrinker shrinker = ModelShrinker.Open(request.Model, request.Options, data);
        IReadOnlyList<LayerChange> changes = watch.Over("shrinking", progress => shrinker.Run(progress, cancellation));
        ModelDifference difference = watch.Over("measuring", _ => shrinker.Difference(cancellation));
        if (!double.IsFinite(difference.RelativeRms))
        {
            throw new CommandException("the relative error of the outputs is not finite: the outputs of the smaller model overflow, or "
                + "those of the model "
                + "are all 0; no file was written, keep more units or leave layers out with --layer");
        }
        if (request.MaxError is { } most && !(difference.RelativeRms <= most))
        {
            throw new CommandException($"the relative error of the outputs is {Format.Small(difference.RelativeRms)}, above --max-error "
                + $"{Format.Limit(most)}; "
                + $"no file was written, keep more units{(data is null ? " or give real inputs with --calibration" : "")}");
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
            Notes = [.. inputs?.Notes ?? [], .. shrinker.Notes],
        };
    }

    private static long Widest(NetworkModel model) => model.FindLayers().Select(layer => layer.Units).DefaultIfEmpty(1).Max();
}

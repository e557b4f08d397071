using Polylog.Networks;

namespace Polylog.Cli;

/// <summary>Makes the smaller model that a request asks for.</summary>
internal static class ShrinkJob
{
    public static ShrinkOutcome Run(ShrinkRequest request, Watch watch, CancellationToken cancellation)
    {
        NetworkModel model = NetworkModel.Open(request.Model, cancellation);
        model.CheckOutput(request.Output);
        CalibrationInputs? inputs = request.Calibration is { } path
            ? watch.Over("reading", progress => CalibrationInputs.Read(path, request.Columns, Widest(model), progress, cancellation))
            : null;
        using ModelShrinker shrinker = ModelShrinker.Open(model, request.Options, inputs?.Data, cancellation);
        IReadOnlyList<LayerChange> changes = watch.Over("shrinking", progress => shrinker.Run(progress, cancellation));
        (ModelDifference difference, OutputSample sample) = watch.Over("measuring", _ => shrinker.DifferenceWithSample(cancellation));
        CheckError(request, difference);
        (TimeSpan Before, TimeSpan Now, int Batch)? latency = watch.Over("timing", _ => shrinker.Latency(cancellation));
        long bytes = shrinker.Save(request.Output, cancellation);
        return new ShrinkOutcome(request, changes, inputs?.Data)
        {
            Difference = difference,
            Sample = sample,
            FitCount = shrinker.FitCount,
            HeldOutCount = shrinker.HeldOutCount,
            Parameters = (shrinker.Parameters, shrinker.ParametersNow),
            Bytes = (shrinker.Bytes, bytes),
            Latency = latency,
            Notes = [.. inputs?.Notes ?? [], .. shrinker.Notes.Select(OptionTranslation.Apply)],
        };
    }

    // The upper end: that few inputs happen to fit is no proof.
    private static void CheckError(ShrinkRequest request, ModelDifference difference)
    {
        double error = difference.RelativeRms, upper = difference.RelativeRmsUpper;
        if (!double.IsFinite(error))
        {
            throw new CommandException(
                "the outputs' relative error is not finite: the outputs of the smaller model overflow, or those of the original are all 0; "
                + "nothing was written, keep more units or name only other layers with --layer");
        }
        if (request.MaxError is { } most && upper > most)
        {
            throw new CommandException($"the outputs' relative error is {Format.Small(error)}, with its uncertainty up to "
                + $"{Format.Small(upper)}, above --max-error {Format.Limit(most)}; nothing was written, keep more units or give more "
                + $"inputs with --calibration");
        }
    }

    private static long Widest(NetworkModel model) => model.FindLayers().Select(layer => layer.Units).DefaultIfEmpty(1).Max();
}

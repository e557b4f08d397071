using System.Diagnostics;
using System.Globalization;
using Polylog.Networks;

namespace Polylog.Benchmarks;

/// <summary>
/// Ways to give the layers of a model fewer units, beside that of the library. All go through the same layers in the same order with the
/// same calibration inputs, and merge units that are silent or equal first; those with a fit are matched to the original model, given the
/// layers before as they have become.
/// </summary>
internal static class PruningTrials
{
    public static void Print(IReadOnlyList<string> arguments)
    {
        try
        {
            Print(PruningRequest.Parse(arguments));
        }
        catch (Exception exception) when (exception is FormatException or ModelFileException or ArgumentOutOfRangeException)
        {
            Console.Error.WriteLine(exception.Message);
            Environment.ExitCode = 2;
        }
    }

    private static void Print(PruningRequest request)
    {
        CalibrationData calibration = request.ReadCalibration();
        CalibrationData inputs = CalibrationData.ReadNpy(request.Fresh);
        using var fresh = new FreshOutputs(request.Model, inputs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileName(request.Model)}: {OnnxModel.Open(request.Model).Parameters} parameters, {request.Fraction:P0} of the units "
                + $"of {(request.Layers.Count == 0 ? "all groups" : string.Join(", ", request.Layers))}, {calibration.Count} calibration "
                + $"inputs (a fifth held out), {inputs.Count} fresh ones"));
        Console.WriteLine("| method | output error | same largest | parameters | seconds |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (PruningMethod method in request.Methods)
        {
            Trial[] trials = [.. Enumerable.Range(1, method.Seeds).Select(seed => Run(request, method, (ulong)seed, calibration, fresh))];
            Trial median = trials.OrderBy(trial => trial.Difference.RelativeRms).ElementAt(trials.Length / 2);
            string same = median.Difference.SameLargest is { } share ? share.ToString("P1", CultureInfo.InvariantCulture) : "-";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {method.Label} | {median.Difference.RelativeRms:G3} | {same} | {median.Parameters} | {median.Seconds:F1} |"));
        }
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak of the process {process.PeakWorkingSet64 / 1e6:F0} MB"));
    }

    private static Trial Run(PruningRequest request, PruningMethod method, ulong seed, CalibrationData calibration, FreshOutputs fresh)
    {
        OnnxModel model = OnnxModel.Open(request.Model);
        var options = new ShrinkOptions { Layers = request.Layers, Fraction = request.Fraction };
        using ModelShrinker shrinker =
            ModelShrinker.Open(model, options, calibration, CancellationToken.None, method.Choices(model, seed));
        long started = Stopwatch.GetTimestamp();
        shrinker.Run();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new Trial(fresh.Difference(shrinker), shrinker.ParametersNow, seconds);
    }

    private sealed record Trial(ModelDifference Difference, long Parameters, double Seconds);
}

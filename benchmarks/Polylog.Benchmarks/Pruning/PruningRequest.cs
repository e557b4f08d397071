using System.Globalization;
using Polylog.Networks;

namespace Polylog.Benchmarks;

/// <summary>What is asked for on the command line of the benchmark of ways to shrink a model.</summary>
/// <param name="Model">The ONNX file.</param>
/// <param name="Calibration">Inputs to choose units on, an .npy file.</param>
/// <param name="Fresh">Inputs to measure errors on, an .npy file.</param>
internal sealed record PruningRequest(string Model, string Calibration, string Fresh)
{
    /// <summary>Share of the units that is kept.</summary>
    public double Fraction { get; private init; } = 0.5;

    /// <summary>Names of layers; empty for all.</summary>
    public IReadOnlyList<string> Layers { get; private init; } = [];

    /// <summary>The most calibration inputs to use; null for all that are read.</summary>
    public int? Inputs { get; private init; }

    public IReadOnlyList<PruningMethod> Methods { get; private init; } = PruningMethods.All;

    public static string Usage { get; } = "pruning MODEL.onnx CALIBRATION.npy FRESH.npy [fraction] [--layers a,b] [--inputs n] "
        + $"[--methods {string.Join(',', PruningMethods.All.Select(method => method.Name))}]";

    /// <exception cref="FormatException">An argument is unknown, or its value is.</exception>
    public static PruningRequest Parse(IReadOnlyList<string> arguments)
    {
        string[] files = [.. arguments.TakeWhile(argument => argument.EndsWith(".onnx", StringComparison.Ordinal)
            || argument.EndsWith(".npy", StringComparison.Ordinal))];
        if (files.Length != 3)
            throw new FormatException($"give a model and two files of inputs; usage: {Usage}");
        var request = new PruningRequest(files[0], files[1], files[2]);
        for (int i = files.Length; i < arguments.Count; i++)
        {
            string argument = arguments[i], value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            switch (argument)
            {
                case "--layers":
                    request = request with { Layers = value.Split(',') };
                    i++;
                    break;
                case "--inputs":
                    request = request with { Inputs = Whole(argument, value) };
                    i++;
                    break;
                case "--methods":
                    request = request with { Methods = [.. value.Split(',').Select(Method)] };
                    i++;
                    break;
                default:
                    request = request with { Fraction = Share(argument) };
                    break;
            }
        }
        return request;
    }

    /// <summary>The calibration inputs. They are read in random order, so that the first ones are a sample of the file.</summary>
    public CalibrationData ReadCalibration()
    {
        CalibrationData data = CalibrationData.ReadNpy(Calibration);
        return Inputs is { } most && most < data.Count ? data with { Values = data.Values[..(int)(most * data.Size)] } : data;
    }

    private static int Whole(string option, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"{option} {value}: give a whole number, at least 1.");

    private static double Share(string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out double share)
            ? share
            : throw new FormatException($"{value}: neither an option nor a share of the units; usage: {Usage}");

    private static PruningMethod Method(string name) => PruningMethods.All.FirstOrDefault(method => method.Name == name)
        ?? throw new FormatException($"--methods {name}: give {string.Join(", ", PruningMethods.All.Select(method => method.Name))}.");
}

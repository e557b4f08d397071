using System.Globalization;

namespace Polylog.Native;

/// <summary>Options as text: words key=value with spaces between them.</summary>
internal sealed class OptionText
{
    private const string Keys = "size, fraction, tolerance, order, loss, use, functions, effort, scale, max_weight, draw, strict, threads";

    private static readonly (string Word, Use Value)[] s_uses = [("any", Use.Any), ("smooth", Use.Smooth), ("kinked", Use.Kinked)];

    private static readonly (string Word, FunctionFamily Value)[] s_families =
        [("auto", FunctionFamily.Auto), ("polynomial", FunctionFamily.Polynomial), ("kernel", FunctionFamily.Kernel)];

    private static readonly (string Word, Effort Value)[] s_efforts =
        [("fast", Effort.Fast), ("balanced", Effort.Balanced), ("thorough", Effort.Thorough)];

    private static readonly (string Word, ColumnScale Value)[] s_scales =
        [("std", ColumnScale.StandardDeviation), ("range", ColumnScale.Range), ("none", ColumnScale.None)];

    private static readonly (string Word, bool Value)[] s_answers = [("true", true), ("false", false)];

    /// <summary>Reads options.</summary>
    /// <param name="text">The words; null for none.</param>
    public OptionText(string? text)
    {
        foreach (string word in (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = word.Split('=', 2);
            if (parts.Length < 2)
                throw new ArgumentException($"'{word}' is no option; options are words key=value.");
            Read(parts[0], parts[1]);
        }
    }

    /// <summary>The options of the compression.</summary>
    public CompressionOptions Options { get; private set; } = new();

    /// <summary>The loss; null where none is given.</summary>
    public ILoss? Loss { get; private set; }

    private void Read(string key, string value) => Options = key switch
    {
        "size" => Options with { Size = Whole(key, value) },
        "fraction" => Options with { Fraction = Number(key, value) },
        "tolerance" => Options with { Tolerance = Number(key, value) },
        "order" => Options with { Order = Whole(key, value) },
        "loss" => WithLoss(value),
        "use" => Options with { Use = Chosen(key, value, s_uses) },
        "functions" => Options with { Functions = Chosen(key, value, s_families) },
        "effort" => Options with { Effort = Chosen(key, value, s_efforts) },
        "scale" => Options with { Scale = Chosen(key, value, s_scales) },
        "max_weight" => Options with { MaxWeight = Number(key, value) },
        "draw" => Options with { Draw = Seed(key, value) },
        "strict" => Options with { Strict = Chosen(key, value, s_answers) },
        "threads" => Options with { Threads = Whole(key, value) },
        _ => throw new ArgumentException($"There is no option '{key}'; there are {Keys}."),
    };

    private CompressionOptions WithLoss(string value)
    {
        Loss = Chosen("loss", value, [.. Polylog.Loss.All.Select(loss => (loss.Name, loss))]);
        return Options;
    }

    private static int Whole(string key, string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new ArgumentException($"{key} is '{value}': it must be a whole number below 2^31.");

    private static ulong Seed(string key, string value) =>
        ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
            ? seed
            : throw new ArgumentException($"{key} is '{value}': it must be a whole number from 0 to 2^64 - 1.");

    private static double Number(string key, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new ArgumentException($"{key} is '{value}': it must be a number.");

    private static T Chosen<T>(string key, string value, (string Word, T Value)[] words)
    {
        foreach ((string word, T meant) in words)
        {
            if (word == value)
                return meant;
        }
        throw new ArgumentException($"{key} is '{value}': it must be one of {string.Join(", ", words.Select(pair => pair.Word))}.");
    }
}

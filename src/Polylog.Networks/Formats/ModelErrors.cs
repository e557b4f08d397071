using System.Globalization;
using System.Text.Json;

namespace Polylog.Networks;

/// <summary>Messages about model files, each one line: the value, the place, the rule, the way out.</summary>
internal static class ModelErrors
{
    /// <summary>What to do about a file that is damaged, cut off or another kind of file.</summary>
    public const string Again = "export or download it again";

    private const int LongestList = 12;
    private const int LongestText = 80;

    public static ModelFileException Failure(string message) => new(message);

    public static ModelFileException At(string path, FormattableString what) => new(Text($"'{path}': ") + Text(what));

    public static ModelFileException At(string path, FormattableString fault, FormattableString wayOut) =>
        new($"'{path}': {Text(fault)}; {Text(wayOut)}");

    public static ModelFileException NoSuchFile(string path) => new($"no file '{path}'; check the path");

    public static ModelFileException NotOrdinary(string path, string kind) =>
        new($"'{path}' is {kind}; copy what comes from it to a file, and give that");

    public static ModelFileException NotReadable(string path, Exception cause) =>
        new($"cannot read '{path}': {OneLine(cause.Message)}; check that you may read it, and that its disk works", cause);

    public static ModelFileException UnknownEnding(string path) =>
        new($"'{path}' has an ending that is no known model format; use .onnx, .safetensors or {SafetensorsIndex.Ending}");

    public static ModelFileException Changed(string path) => new($"'{path}' changed while it was being read; run again when it is at rest");

    public static ModelFileException NoSuchTensor(string path, string name, IEnumerable<string> names) =>
        new($"'{path}' has no tensor {Quote(name)}; {Suggest(name, names)}");

    public static ModelFileException NoSuchLayer(string path, string name, IEnumerable<string> names) =>
        new($"'{path}' has no layer {Quote(name)}; {Suggest(name, names)}");

    public static ModelFileException NotFloat(string path, string tensor, string type) =>
        new($"'{path}': tensor {Quote(tensor)} is of type {OneLine(type)}; "
            + "only float64, float32, float16 and bfloat16 are read as numbers, convert it to one of them");

    public static ModelFileException DoesNotFit(string path, string tensor, double value, FloatFormat format) =>
        new(Text($"'{path}': {value:g6} in tensor {Quote(tensor)} does not fit in {format.Name()}; store the model in a wider type"));

    public static ModelFileException TooLarge(string path, string tensor, long elements) =>
        new(Text($"'{path}': tensor {Quote(tensor)} has {elements} elements, more than one array holds; choose a smaller layer"));

    /// <summary>A count and what is counted: 1 unit, 2 units.</summary>
    public static string Count(long count, string one) => Text($"{count} {one}{(count == 1 ? "" : "s")}");

    /// <summary>A name in quotes, on one line: a damaged file can have control characters in its names.</summary>
    public static string Quote(string name) => $"'{OneLine(name)}'";

    /// <summary>Names in quotes; those after the twelfth are counted.</summary>
    public static string List(IReadOnlyList<string> names) => string.Join(", ", names.Take(LongestList).Select(Quote))
        + (names.Count > LongestList ? Text($" and {names.Count - LongestList} more") : "");

    public static string OneLine(string text)
    {
        IEnumerable<char> letters = text.Trim().Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? ' ' : letter);
        string line = string.Concat(letters).TrimEnd('.', ';', ' ');
        return line.Length <= 4 * LongestText ? line : $"{line[..(4 * LongestText)]}...";
    }

    /// <summary>Where JSON is invalid; nothing for other faults. The parser's own message is about options of the parser.</summary>
    public static string JsonPlace(Exception exception) =>
        exception is JsonException { LineNumber: { } line, BytePositionInLine: { } position }
            ? Text($", the fault is at byte {position} of line {line + 1}")
            : "";

    public static string Text(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);

    // The nearest of the names, and a list of them.
    private static string Suggest(string name, IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Length == 0)
            return "there is none to choose from";
        string? nearest = NearestName.To(name, all);
        string list = List(all);
        return nearest is null ? $"there are {list}" : $"did you mean {Quote(nearest)}? There are {list}";
    }
}

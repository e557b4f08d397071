using System.Text.Json;
using System.Text.Json.Nodes;

namespace Polylog.Experiments;

/// <summary>
/// The folder of one experiment: one figure at one scale with one seed, as <c>experiment.json</c> says. Another experiment's folder is
/// refused.
/// </summary>
public sealed class ResultFolder
{
    private const string ManifestName = "experiment.json";

    private static readonly JsonSerializerOptions s_json =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly string _path;
    private readonly string _name;

    private ResultFolder(string path, string name)
    {
        _path = path;
        _name = name;
    }

    /// <summary>The rows.</summary>
    public string Rows => Path.Combine(_path, $"{_name}.csv");

    /// <summary>The picture as pixels.</summary>
    public string Png => Path.Combine(_path, $"{_name}.png");

    /// <summary>The picture as shapes.</summary>
    public string Svg => Path.Combine(_path, $"{_name}.svg");

    /// <summary>Opens the folder of an experiment, or makes it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="scale">Its scale.</param>
    /// <param name="seed">Its seed.</param>
    /// <exception cref="ExperimentException">The folder cannot be made, or holds another experiment.</exception>
    public static ResultFolder Open(string path, Figure figure, FigureScale scale, ulong seed)
    {
        Make(path);
        var folder = new ResultFolder(path, figure.Name);
        string file = Path.Combine(path, ManifestName);
        JsonObject manifest = Manifest(figure, scale, seed);
        if (File.Exists(file))
            Check(file, manifest);
        else if (File.Exists(folder.Rows))
            throw new ExperimentException($"'{folder.Rows}' exists, but no {ManifestName} says which experiment it is from; {Otherwise}");
        else
            Write(file, JsonSerializer.SerializeToUtf8Bytes(manifest, s_json));
        return folder;
    }

    private static string Otherwise => $"choose another folder with {OptionNames.Folder}";

    private static void Make(string path)
    {
        if (File.Exists(path))
            throw new ExperimentException($"'{path}' is a file; give a folder with {OptionNames.Folder}");
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ExperimentException($"cannot make the folder '{path}': {exception.Message.TrimEnd('.')}; {Otherwise}");
        }
    }

    private static void Write(string file, byte[] content)
    {
        using var output = new OutputFile(file, problem => new ExperimentException(problem));
        output.Write(stream => stream.Write(content));
        output.Commit();
    }

    private static JsonObject Manifest(Figure figure, FigureScale scale, ulong seed) => new()
    {
        ["figure"] = figure.Name,
        ["scale"] = Name(scale),
        ["seed"] = seed,
        ["layout"] = figure.Layout,
        ["settings"] = JsonSerializer.SerializeToNode(figure.Settings, s_json),
    };

    private static string Name(FigureScale scale) => scale.ToString().ToLowerInvariant();

    private static void Check(string file, JsonObject wanted)
    {
        JsonObject? found = Parse(file);
        if (found is null)
            throw new ExperimentException($"'{file}' does not say which experiment its folder is from; {Otherwise}");
        foreach ((string name, JsonNode? value) in wanted)
        {
            if (JsonNode.DeepEquals(found[name], Parse(value)))
                continue;
            string what = name == "settings"
                ? "other settings"
                : $"{name} {found[name]?.ToJsonString().Trim('"') ?? "unknown"}, not {value!.ToJsonString().Trim('"')}";
            throw new ExperimentException($"'{Path.GetDirectoryName(file)}' holds the results of another experiment ({what}); {Otherwise}");
        }
    }

    // As it comes from a file: numbers made in code compare unequal to numbers that were read.
    private static JsonNode? Parse(JsonNode? value) => JsonNode.Parse(value!.ToJsonString());

    private static JsonObject? Parse(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

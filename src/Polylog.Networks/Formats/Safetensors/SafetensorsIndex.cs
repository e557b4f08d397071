using System.Text.Encodings.Web;
using System.Text.Json;

namespace Polylog.Networks;

/// <summary>
/// The index of a model whose tensors are in several safetensors files (shards), as Hugging Face writes it: JSON that says for each tensor
/// in which file beside the index it is.
/// </summary>
internal sealed class SafetensorsIndex
{
    public const string Ending = ".safetensors.index.json";
    private const long Longest = 100_000_000;
    private const string Map = "weight_map", Metadata = "metadata", TotalSize = "total_size", TotalParameters = "total_parameters";
    private const string Example = """{"weight_map": {"fc1.weight": "model-00001-of-00002.safetensors", ...}}""";

    private readonly byte[] _bytes;

    private SafetensorsIndex(string path, byte[] bytes, IReadOnlyList<(string Tensor, string Shard)> places)
    {
        Path = path;
        _bytes = bytes;
        Places = places;
    }

    public string Path { get; }

    /// <summary>The file name of each tensor's shard, in the order of the index; at least one.</summary>
    public IReadOnlyList<(string Tensor, string Shard)> Places { get; }

    /// <summary>The text as it was read.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Whether a path has the ending of an index.</summary>
    public static bool IsNamed(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads and checks an index; the shards are not opened.</summary>
    /// <exception cref="ModelFileException">It cannot be read, is not an index, or names a file outside of its folder.</exception>
    public static SafetensorsIndex Read(string path)
    {
        byte[] bytes = ReadBytes(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty(Map, out JsonElement map) || map.ValueKind != JsonValueKind.Object)
            {
                throw ModelErrors.At(path, $"it has no object {Map}", $"an index is {Example}, {ModelErrors.Again}");
            }
            (string, string)[] places = [.. map.EnumerateObject().Select(entry => (entry.Name, Shard(path, entry)))];
            if (places.Length == 0)
                throw ModelErrors.At(path, $"its {Map} names no tensor", $"an index is {Example}, {ModelErrors.Again}");
            return new SafetensorsIndex(path, bytes, places);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Besides invalid JSON, text that is not UTF-8 ends here.
            throw new ModelFileException(
                $"'{path}' is not an index of shards: it is no JSON object{ModelErrors.JsonPlace(exception)}; {ModelErrors.Again}",
                exception);
        }
    }

    /// <summary>The text for other places and sizes. All entries that are not known here stay as they are.</summary>
    /// <param name="places">The tensors with the file names of their shards.</param>
    /// <param name="bytes">The bytes of all tensors.</param>
    /// <param name="parameters">The numbers of all tensors.</param>
    public byte[] With(IEnumerable<(string Tensor, string Shard)> places, long bytes, long parameters)
    {
        using var text = new MemoryStream();
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };
        using (JsonDocument document = JsonDocument.Parse(_bytes))
        using (var writer = new Utf8JsonWriter(text, options))
        {
            bool hasMetadata = document.RootElement.TryGetProperty(Metadata, out JsonElement old) && old.ValueKind == JsonValueKind.Object;
            writer.WriteStartObject();
            WriteMetadata(writer, hasMetadata ? old : null, bytes, parameters);
            foreach (JsonProperty entry in document.RootElement.EnumerateObject().Where(entry => !entry.NameEquals(Metadata)))
            {
                if (entry.NameEquals(Map))
                    WriteMap(writer, places);
                else
                    entry.WriteTo(writer);
            }
            writer.WriteEndObject();
        }
        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    private static byte[] ReadBytes(string path)
    {
        long length;
        using (FileStream file = FileCopy.OpenRead(path))
            length = file.Length;
        if (length > Longest)
        {
            throw ModelErrors.At(
                path, $"it has {length} bytes, and an index at most {Longest}", $"it is another kind of file, {ModelErrors.Again}");
        }
        return FileCopy.Read(path, 0, (int)length);
    }

    // An index from elsewhere must not reach for files outside of its folder. Links in the folder are followed: the cache that models are
    // downloaded to is made of links.
    private static string Shard(string path, JsonProperty entry)
    {
        string tensor = ModelErrors.Quote(entry.Name);
        if (entry.Value.ValueKind != JsonValueKind.String)
        {
            throw ModelErrors.At(
                path, $"tensor {tensor} has {ModelErrors.OneLine(entry.Value.GetRawText())} as its shard",
                $"the name of a file belongs there, {ModelErrors.Again}");
        }
        string shard = entry.Value.GetString()!;
        if (shard is "" or "." or ".." || shard.AsSpan().ContainsAny(@"/\:") || shard.Any(char.IsControl))
        {
            throw ModelErrors.At(
                path, $"tensor {tensor} is in the shard {ModelErrors.Quote(shard)}, which is not the name of a file beside the index",
                $"put the shard there and name it without a path");
        }
        return shard;
    }

    private static void WriteMetadata(Utf8JsonWriter writer, JsonElement? old, long bytes, long parameters)
    {
        writer.WriteStartObject(Metadata);
        bool counts = false;
        foreach (JsonProperty entry in old?.EnumerateObject() ?? [])
        {
            counts |= entry.NameEquals(TotalParameters);
            if (!entry.NameEquals(TotalParameters) && !entry.NameEquals(TotalSize))
                entry.WriteTo(writer);
        }
        if (counts)
            writer.WriteNumber(TotalParameters, parameters);
        writer.WriteNumber(TotalSize, bytes);
        writer.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter writer, IEnumerable<(string Tensor, string Shard)> places)
    {
        writer.WriteStartObject(Map);
        foreach ((string tensor, string shard) in places)
            writer.WriteString(tensor, shard);
        writer.WriteEndObject();
    }
}

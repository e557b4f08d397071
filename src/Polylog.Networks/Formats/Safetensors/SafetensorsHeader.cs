using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Polylog.Networks;

/// <summary>The JSON header of a safetensors file: read, checked against the size of the file, and written with other shapes.</summary>
internal sealed class SafetensorsHeader
{
    public const int LengthBytes = 8;
    private const long LongestHeader = 100_000_000;
    private const string MetadataName = "__metadata__";
    private static readonly FormattableString s_needsAll = $"every tensor needs dtype, shape and data_offsets, save the file anew";

    private readonly byte[] _bytes;

    private SafetensorsHeader(byte[] bytes, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        _bytes = bytes;
        Tensors = tensors;
        Metadata = metadata;
    }

    /// <summary>The tensors in the order the header names them.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Where the tensors' bytes begin in the file.</summary>
    public long DataStart => LengthBytes + _bytes.Length;

    /// <summary>The text as it was read.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    public static SafetensorsHeader Read(string path, FileStream file)
    {
        byte[] bytes = ReadBytes(path, file);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var tensors = new List<SafetensorsTensor>();
            var metadata = new Dictionary<string, string>();
            foreach (JsonProperty entry in document.RootElement.EnumerateObject())
            {
                if (entry.NameEquals(MetadataName))
                    ReadMetadata(path, entry.Value, metadata);
                else
                    tensors.Add(ReadTensor(path, entry));
            }
            CheckPlaces(path, tensors, file.Length - LengthBytes - bytes.Length);
            return new SafetensorsHeader(bytes, tensors, metadata);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            // Besides invalid JSON, text that is not UTF-8 and values of the wrong kind end here.
            throw new ModelFileException(
                $"'{path}' is not a safetensors file: its header is no JSON object of tensors{ModelErrors.JsonPlace(exception)}; "
                + "save it anew",
                exception);
        }
    }

    /// <summary>The header for changed, removed and added tensors. All other text stays the same, up to spaces and escapes.</summary>
    public byte[] With(IReadOnlyDictionary<string, SafetensorsTensor> placed, IReadOnlyList<string> added)
    {
        using var text = new MemoryStream();
        using (JsonDocument document = JsonDocument.Parse(_bytes))
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (JsonProperty entry in document.RootElement.EnumerateObject())
            {
                if (entry.NameEquals(MetadataName))
                    entry.WriteTo(writer);
                else if (placed.TryGetValue(entry.Name, out SafetensorsTensor? tensor))
                    WriteTensor(writer, entry, tensor);
            }
            foreach (string name in added)
            {
                writer.WriteStartObject(name);
                writer.WriteString("dtype", placed[name].Type);
                WriteNumbers(writer, "shape", placed[name].Shape);
                WriteNumbers(writer, "data_offsets", [placed[name].Start, placed[name].Start + placed[name].Length]);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        // Readers that map the file need the numbers on a boundary of eight bytes.
        while (text.Length % LengthBytes != 0)
            text.WriteByte((byte)' ');
        return text.ToArray();
    }

    private static byte[] ReadBytes(string path, FileStream file)
    {
        if (file.Length < LengthBytes + 2)
        {
            throw ModelErrors.At(path, $"{file.Length} bytes are too few for a safetensors file",
                $"it is cut off or another kind of file, {ModelErrors.Again}");
        }
        Span<byte> prefix = stackalloc byte[LengthBytes];
        file.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > (ulong)(file.Length - LengthBytes) || length > LongestHeader)
        {
            throw ModelErrors.At(
                path,
                $"it says that its header has {length} bytes, but the file has {file.Length} and a header at most {LongestHeader}",
                $"it is cut off or not a safetensors file, {ModelErrors.Again}");
        }
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        if (length < 2 || bytes[0] != (byte)'{')
            throw ModelErrors.At(path, $"its header does not begin with a brace", $"it is not a safetensors file, {ModelErrors.Again}");
        return bytes;
    }

    private static void ReadMetadata(string path, JsonElement element, Dictionary<string, string> metadata)
    {
        foreach (JsonProperty entry in element.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.String)
            {
                throw ModelErrors.At(
                    path,
                    $"{MetadataName} has {ModelErrors.Quote(entry.Name)} of kind {entry.Value.ValueKind}",
                    $"metadata must be strings, save the file anew");
            }
            metadata[entry.Name] = entry.Value.GetString()!;
        }
    }

    private static SafetensorsTensor ReadTensor(string path, JsonProperty entry)
    {
        string name = entry.Name;
        long[] shape = Numbers(path, name, entry.Value, "shape");
        long[] offsets = Numbers(path, name, entry.Value, "data_offsets");
        if (!entry.Value.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String)
            throw ModelErrors.At(path, $"tensor {ModelErrors.Quote(name)} has no dtype", s_needsAll);
        if (offsets.Length != 2 || offsets[1] < offsets[0])
        {
            throw ModelErrors.At(
                path,
                $"tensor {ModelErrors.Quote(name)} has data_offsets {TensorShape.Text(offsets)}",
                $"they must be where its bytes begin and end, save the file anew");
        }
        var tensor = new SafetensorsTensor(name, type.GetString()!, shape, offsets[0], offsets[1] - offsets[0]);
        CheckSize(path, tensor, shape);
        return tensor;
    }

    private static long[] Numbers(string path, string name, JsonElement tensor, string property)
    {
        if (!tensor.TryGetProperty(property, out JsonElement array) || array.ValueKind != JsonValueKind.Array)
        {
            throw ModelErrors.At(
                path,
                $"tensor {ModelErrors.Quote(name)} has no {property}",
                s_needsAll);
        }
        var numbers = new long[array.GetArrayLength()];
        int next = 0;
        foreach (JsonElement element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out numbers[next]) || numbers[next] < 0)
            {
                throw ModelErrors.At(
                    path,
                    $"tensor {ModelErrors.Quote(name)} has {ModelErrors.OneLine(element.GetRawText())} in its {property}",
                    $"whole numbers of at least 0 belong there, save the file anew");
            }
            next++;
        }
        return numbers;
    }

    private static void CheckSize(string path, SafetensorsTensor tensor, long[] shape)
    {
        long elements = TensorShape.Elements(shape);
        if (elements < 0)
        {
            throw ModelErrors.At(
                path,
                $"tensor {ModelErrors.Quote(tensor.Name)} has shape {TensorShape.Text(shape)}, more elements than can be",
                $"the file is damaged, {ModelErrors.Again}");
        }
        if (tensor.Bits is { } bits && (Int128)elements * bits != (Int128)tensor.Length * 8)
        {
            throw ModelErrors.At(
                path,
                $"tensor {ModelErrors.Quote(tensor.Name)} has shape {TensorShape.Text(shape)} of {tensor.Type} but {tensor.Length} bytes",
                $"the file is damaged, {ModelErrors.Again}");
        }
    }

    // The tensors must cover each byte of the rest of the file exactly once.
    private static void CheckPlaces(string path, List<SafetensorsTensor> tensors, long dataLength)
    {
        long end = 0;
        foreach (SafetensorsTensor tensor in InFileOrder(tensors))
        {
            string name = ModelErrors.Quote(tensor.Name);
            if (tensor.Start != end)
            {
                throw ModelErrors.At(
                    path,
                    $"tensor {name} begins at byte {tensor.Start} of the data, but the one before it ends at {end}",
                    $"tensors must follow each other without gap or overlap, save the file anew");
            }
            end = tensor.Start + tensor.Length;
            if (end > dataLength)
            {
                throw ModelErrors.At(
                    path,
                    $"tensor {ModelErrors.Quote(tensor.Name)} ends at byte {end} of the data, of which the file has {dataLength}",
                    $"it is cut off, {ModelErrors.Again}");
            }
        }
        if (end != dataLength)
        {
            throw ModelErrors.At(
                path,
                $"its tensors end at byte {end} of the data, but the file has {dataLength}",
                $"it is not whole or not a safetensors file, {ModelErrors.Again}");
        }
    }

    /// <summary>The tensors in the order of their bytes.</summary>
    public static IEnumerable<SafetensorsTensor> InFileOrder(IEnumerable<SafetensorsTensor> tensors) =>
        tensors.OrderBy(tensor => tensor.Start).ThenBy(tensor => tensor.Length);

    private static void WriteTensor(Utf8JsonWriter writer, JsonProperty entry, SafetensorsTensor tensor)
    {
        writer.WriteStartObject(entry.Name);
        foreach (JsonProperty property in entry.Value.EnumerateObject())
        {
            if (property.NameEquals("shape"))
                WriteNumbers(writer, "shape", tensor.Shape);
            else if (property.NameEquals("data_offsets"))
                WriteNumbers(writer, "data_offsets", [tensor.Start, tensor.Start + tensor.Length]);
            else
                property.WriteTo(writer);
        }
        writer.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, IReadOnlyList<long> numbers)
    {
        writer.WriteStartArray(name);
        foreach (long number in numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }
}

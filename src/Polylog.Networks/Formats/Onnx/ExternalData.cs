using System.Globalization;

namespace Polylog.Networks;

/// <summary>Where the bytes of a tensor are that the model file does not hold itself.</summary>
/// <param name="Path">The data file.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">How many; null for all the rest of the file.</param>
internal sealed record ExternalData(string Path, long Offset, long? Length)
{
    /// <summary>Reads the entries of a tensor; the file itself is not looked at.</summary>
    public static ExternalData Read(WireMessage tensor, string modelPath)
    {
        string name = tensor.Text(OnnxFields.TensorName);
        var entries = new Dictionary<string, string>();
        foreach (WireField field in tensor.All(OnnxFields.TensorExternalData))
        {
            WireMessage entry = field.Message(modelPath);
            entries[entry.Text(OnnxFields.EntryKey)] = entry.Text(OnnxFields.EntryValue);
        }
        if (!entries.TryGetValue("location", out string? location) || location.Length == 0)
            throw ModelErrors.At(modelPath, $"tensor {ModelErrors.Quote(name)} is external but names no file; the model is damaged");
        return new ExternalData(
            Locate(modelPath, name, location),
            Number(modelPath, name, entries, "offset") ?? 0,
            Number(modelPath, name, entries, "length"));
    }

    /// <summary>The entries of a tensor whose bytes are in a file beside the model.</summary>
    public static IEnumerable<WireField> Entries(string location, long offset, long length) =>
        [Entry("location", location), Entry("offset", ModelErrors.Text($"{offset}")), Entry("length", ModelErrors.Text($"{length}"))];

    /// <summary>How many bytes there are, after a look at the file.</summary>
    public long CheckedLength(string modelPath, string tensor)
    {
        if (!File.Exists(Path))
            throw ModelErrors.At(modelPath, $"tensor {ModelErrors.Quote(tensor)} is in the file {ModelErrors.Quote(Path)}, which is missing; put it there");
        long size = FileSize.Bytes(Path);
        if (Offset > size || Length > size - Offset)
            throw ModelErrors.At(modelPath, $"tensor {ModelErrors.Quote(tensor)} is at bytes {Offset} to {Offset + (Int128)(Length ?? 0)} of {ModelErrors.Quote(Path)}, which has {size}; it is cut off");
        return Length ?? size - Offset;
    }

    // A model from elsewhere must not reach for files outside of its folder; a model that is itself a link may have its data beside what it points to.
    private static string Locate(string modelPath, string tensor, string location)
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(modelPath))!;
        try
        {
            string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, location));
            if (Inside(path, folder)
                && (Inside(RealPath.Of(path), RealPath.Of(folder)) || Inside(RealPath.Of(path), System.IO.Path.GetDirectoryName(RealPath.Of(modelPath))!)))
                return path;
        }
        catch (ArgumentException)
        {
            // A name no file can have is outside as well.
        }
        throw ModelErrors.At(modelPath, $"tensor {ModelErrors.Quote(tensor)} is in the file {ModelErrors.Quote(location)}, outside of the model's folder; put the file beside the model and name it without a path");
    }

    private static bool Inside(string path, string folder) =>
        path.StartsWith(System.IO.Path.EndsInDirectorySeparator(folder) ? folder : folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static long? Number(string modelPath, string tensor, Dictionary<string, string> entries, string key)
    {
        if (!entries.TryGetValue(key, out string? text))
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw ModelErrors.At(modelPath, $"tensor {ModelErrors.Quote(tensor)} has {ModelErrors.Quote(text)} as {key} of its data; a whole number of at least 0 belongs there");
    }

    private static WireField Entry(string key, string value)
    {
        var entry = new WireMessage();
        entry.Add(WireField.FromText(OnnxFields.EntryKey, key));
        entry.Add(WireField.FromText(OnnxFields.EntryValue, value));
        return WireField.FromMessage(OnnxFields.TensorExternalData, entry);
    }
}

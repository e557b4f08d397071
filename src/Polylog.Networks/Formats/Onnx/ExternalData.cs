using System.Globalization;

namespace Polylog.Networks;

/// <summary>The bytes of a tensor that is stored in a data file beside the model.</summary>
/// <param name="Path">The data file.</param>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">The number of bytes; null for the rest of the file.</param>
internal sealed record ExternalData(string Path, long Offset, long? Length)
{
    /// <summary>Reads the entries of a tensor; the data file itself is not opened.</summary>
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
        {
            throw ModelErrors.At(modelPath, $"tensor {ModelErrors.Quote(name)} is external but names no file",
                $"the model is damaged, {ModelErrors.Again}");
        }
        return new ExternalData(
            Locate(modelPath, name, location),
            Number(modelPath, name, entries, "offset") ?? 0,
            Number(modelPath, name, entries, "length"));
    }

    /// <summary>The entries that name a data file and a range of its bytes.</summary>
    public static IEnumerable<WireField> Entries(string location, long offset, long length) =>
        [Entry("location", location), Entry("offset", ModelErrors.Text($"{offset}")), Entry("length", ModelErrors.Text($"{length}"))];

    /// <summary>The number of bytes, once checked against the data file.</summary>
    public long CheckedLength(string modelPath, string tensor)
    {
        if (!File.Exists(Path))
        {
            throw ModelErrors.At(
                modelPath,
                $"tensor {ModelErrors.Quote(tensor)} is in the file {ModelErrors.Quote(Path)}, which is missing",
                $"put it there");
        }
        if (FileEntry.At(Path).SpecialName is { } kind)
            throw ModelErrors.NotOrdinary(Path, kind);
        long size = FileSize.Bytes(Path);
        Int128 end = Offset + (Int128)(Length ?? 0);
        if (Offset > size || Length > size - Offset)
        {
            throw ModelErrors.At(
                modelPath,
                $"tensor {ModelErrors.Quote(tensor)} is at bytes {Offset} to {end} of {ModelErrors.Quote(Path)}, which has {size}",
                $"it is cut off, {ModelErrors.Again}");
        }
        return Length ?? size - Offset;
    }

    // A model from elsewhere must not reach for files outside of its folder; a model that is itself a link may have its data beside what it
    // points to.
    private static string Locate(string modelPath, string tensor, string location)
    {
        string folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(modelPath))!;
        try
        {
            string path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, location));
            string real = RealPath.Of(path), realModelFolder = System.IO.Path.GetDirectoryName(RealPath.Of(modelPath))!;
            if (Inside(path, folder) && (Inside(real, RealPath.Of(folder)) || Inside(real, realModelFolder)))
                return path;
        }
        catch (ArgumentException)
        {
            // An invalid file name counts as outside too.
        }
        throw ModelErrors.At(
            modelPath,
            $"tensor {ModelErrors.Quote(tensor)} is in the file {ModelErrors.Quote(location)}, outside of the model's folder",
            $"put the file beside the model and name it without a path");
    }

    private static bool Inside(string path, string folder)
    {
        string start = System.IO.Path.EndsInDirectorySeparator(folder) ? folder : folder + System.IO.Path.DirectorySeparatorChar;
        return path.StartsWith(start, StringComparison.Ordinal);
    }

    private static long? Number(string modelPath, string tensor, Dictionary<string, string> entries, string key)
    {
        if (!entries.TryGetValue(key, out string? text))
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw ModelErrors.At(
                modelPath,
                $"tensor {ModelErrors.Quote(tensor)} has {ModelErrors.Quote(text)} as {key} of its data",
                $"a whole number of at least 0 belongs there, {ModelErrors.Again}");
    }

    private static WireField Entry(string key, string value)
    {
        var entry = new WireMessage();
        entry.Add(WireField.FromText(OnnxFields.EntryKey, key));
        entry.Add(WireField.FromText(OnnxFields.EntryValue, value));
        return WireField.FromMessage(OnnxFields.TensorExternalData, entry);
    }
}

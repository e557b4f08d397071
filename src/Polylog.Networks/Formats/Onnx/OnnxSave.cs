namespace Polylog.Networks;

/// <summary>Writes a model, and a data file beside it for tensors that have to be there.</summary>
internal static class OnnxSave
{
    private const string DataEnding = ".data";

    // Runtimes that map the file need no copy of tensors on page boundaries.
    private const int Alignment = 4096;

    public static void Write(WireMessage model, string source, OnnxTensor[] external, string path, CancellationToken cancellation)
    {
        string[] inputs = [source, .. external.Select(tensor => tensor.External.Path).Distinct()];
        OutputFile.Check(path, inputs, ModelErrors.Failure);
        bool sameFolder = FolderOf(path) == FolderOf(source);
        OnnxTensor[] moved = [.. external.Where(tensor => !sameFolder || tensor.Pending is not null)];
        foreach (OnnxTensor tensor in external.Except(moved))
            tensor.PlaceExternally(null);
        using var files = new OutputSet(ModelErrors.Failure);
        // The data first, so that there is never a model without its data.
        if (moved.Length > 0)
            WriteData(files, path, inputs, moved, cancellation);
        WriteModel(files, model, path, cancellation);
        files.Commit();
    }

    private static void WriteData(
        OutputSet files, string path, string[] inputs, OnnxTensor[] moved, CancellationToken cancellation)
    {
        string dataPath = path + DataEnding;
        OutputFile.Check(dataPath, inputs, ModelErrors.Failure);
        files.Add(dataPath).Write(file =>
        {
            foreach (OnnxTensor tensor in moved)
            {
                file.Position = (file.Position + Alignment - 1) / Alignment * Alignment;
                long start = file.Position;
                tensor.WriteExternal(file, cancellation);
                tensor.PlaceExternally(ExternalData.Entries(Path.GetFileName(dataPath), start, file.Position - start));
            }
        });
    }

    private static void WriteModel(OutputSet files, WireMessage model, string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (model.Length > int.MaxValue)
        {
            throw ModelErrors.At(
                path,
                $"the model would have {model.Length} bytes, and protobuf allows {int.MaxValue}",
                $"save it with external data first");
        }
        files.Add(path).Write(file => model.WriteTo(file, cancellation));
    }

    private static string FolderOf(string path) => RealPath.Of(Path.GetDirectoryName(Path.GetFullPath(path))!);
}

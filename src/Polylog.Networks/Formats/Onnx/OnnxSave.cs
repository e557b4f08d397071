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
        try
        {
            using OutputFile? data = moved.Length > 0 ? WriteData(path, inputs, moved, cancellation) : null;
            using OutputFile output = WriteModel(model, path, cancellation);
            // The data first, so that there is never a model without its data.
            data?.Commit();
            output.Commit();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ModelErrors.NotWritable(path, exception);
        }
    }

    private static OutputFile WriteData(string path, string[] inputs, OnnxTensor[] moved, CancellationToken cancellation)
    {
        string dataPath = path + DataEnding;
        OutputFile.Check(dataPath, inputs, ModelErrors.Failure);
        var output = new OutputFile(dataPath, ModelErrors.Failure);
        try
        {
            using var file = new FileStream(output.TemporaryPath, FileMode.CreateNew, FileAccess.Write);
            foreach (OnnxTensor tensor in moved)
            {
                file.Position = (file.Position + Alignment - 1) / Alignment * Alignment;
                long start = file.Position;
                tensor.WriteExternal(file, cancellation);
                tensor.PlaceExternally(ExternalData.Entries(Path.GetFileName(dataPath), start, file.Position - start));
            }
            return output;
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    private static OutputFile WriteModel(WireMessage model, string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (model.Length > int.MaxValue)
        {
            throw ModelErrors.At(
                path,
                $"the model would have {model.Length} bytes, and protobuf allows {int.MaxValue}",
                $"save it with external data first");
        }
        var output = new OutputFile(path, ModelErrors.Failure);
        try
        {
            using var file = new FileStream(output.TemporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
            model.WriteTo(file, cancellation);
            return output;
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    private static string FolderOf(string path) => RealPath.Of(Path.GetDirectoryName(Path.GetFullPath(path))!);
}

using System.Text.Json;
using Orleans.Storage;

namespace Polylog.Cluster.Tool;

/// <summary>
/// Stores grains' states as files in a folder that all nodes see: for nodes of one machine, without a database. Only one grain writes a
/// file, and a file is replaced whole.
/// </summary>
/// <param name="folder">The folder.</param>
internal sealed class FolderStorage(string folder) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        string path = PathOf(stateName, grainId);
        grainState.RecordExists = File.Exists(path);
        grainState.State = grainState.RecordExists
            ? JsonSerializer.Deserialize<T>(File.ReadAllBytes(path))! : Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Directory.CreateDirectory(folder);
        using var output = new OutputFile(PathOf(stateName, grainId), message => new IOException(message));
        output.Write(file => JsonSerializer.Serialize(file, grainState.State));
        output.Commit();
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        File.Delete(PathOf(stateName, grainId));
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private string PathOf(string stateName, GrainId grainId) =>
        Path.Combine(folder, $"{stateName}-{Uri.EscapeDataString(grainId.Key.ToString()!)}.json");
}

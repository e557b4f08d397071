using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Polylog.Networks.Tests;

/// <summary>
/// A model of two pairs of layers, in one safetensors file and in three shards with an index: the two weights of the first pair are in
/// different shards, and the last shard has nothing to do with it.
/// </summary>
internal static class ShardedSample
{
    public const string IndexName = "model.safetensors.index.json";

    private static readonly (string Name, int[] Shape, int Shard)[] s_tensors =
    [
        ("fc1.weight", [24, 3], 1), ("fc1.bias", [24], 1), ("fc2.weight", [5, 24], 2), ("fc2.bias", [5], 1),
        ("other.weight", [7, 2], 3), ("other.bias", [7], 3),
    ];

    /// <summary>The name of a shard, counted from 1.</summary>
    public static string Shard(int number) => string.Create(CultureInfo.InvariantCulture, $"model-{number:00000}-of-00003.safetensors");

    /// <summary>Bytes of all tensors.</summary>
    public static int TotalSize => 4 * s_tensors.Sum(tensor => Count(tensor.Shape));

    /// <summary>Writes the one file and returns its path.</summary>
    public static string Whole(string folder)
    {
        string path = Path.Combine(folder, "whole.safetensors");
        File.WriteAllBytes(path, Bytes(_ => true));
        return path;
    }

    /// <summary>Writes the shards and their index, and returns the path of the index.</summary>
    public static string Sharded(string folder)
    {
        foreach (int number in (int[])[1, 2, 3])
            File.WriteAllBytes(Path.Combine(folder, Shard(number)), Bytes(shard => shard == number));
        string path = Path.Combine(folder, IndexName);
        File.WriteAllText(path, Index());
        return path;
    }

    /// <summary>The text of the index as Python's json module writes it.</summary>
    public static string Index()
    {
        IEnumerable<string> places = s_tensors.Select(tensor => $"    \"{tensor.Name}\": \"{Shard(tensor.Shard)}\"");
        string metadata = $"  \"metadata\": {{\n    \"total_size\": {TotalSize}\n  }},\n";
        return $"{{\n{metadata}  \"weight_map\": {{\n{string.Join(",\n", places)}\n  }}\n}}\n";
    }

    /// <summary>The weight_map of an index, and its total_size.</summary>
    public static (Dictionary<string, string> Map, long TotalSize) Read(string index)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(index));
        JsonElement root = document.RootElement;
        return (root.GetProperty("weight_map").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!),
            root.GetProperty("metadata").GetProperty("total_size").GetInt64());
    }

    private static byte[] Bytes(Func<int, bool> isIn)
    {
        // The same numbers for a tensor, whichever file it is in.
        var header = new List<string>();
        var data = new List<byte>();
        for (int i = 0; i < s_tensors.Length; i++)
        {
            (string name, int[] shape, int shard) = s_tensors[i];
            if (!isIn(shard))
                continue;
            var random = new Random(i);
            int start = data.Count;
            for (int number = Count(shape); number > 0; number--)
                data.AddRange(BitConverter.GetBytes((float)(random.NextDouble() - 0.5)));
            header.Add($"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{start},{data.Count}]}}");
        }
        byte[] text = Encoding.ASCII.GetBytes($"{{{string.Join(',', header)}}}");
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. data];
    }

    private static int Count(int[] shape) => shape.Aggregate(1, (product, dim) => product * dim);
}

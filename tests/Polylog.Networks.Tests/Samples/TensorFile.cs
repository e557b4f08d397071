using System.Globalization;
using System.Text;

namespace Polylog.Networks.Tests;

/// <summary>Small safetensors files.</summary>
internal static class TensorFile
{
    /// <summary>Writes tensors of float32 and returns the path.</summary>
    public static string Write(string path, params (string Name, int[] Shape, float[] Values)[] tensors)
    {
        var header = new List<string>();
        var data = new List<byte>();
        foreach ((string name, int[] shape, float[] values) in tensors)
        {
            int start = data.Count;
            data.AddRange(values.SelectMany(BitConverter.GetBytes));
            header.Add(string.Create(CultureInfo.InvariantCulture,
                $"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{start},{data.Count}]}}"));
        }
        byte[] text = Encoding.ASCII.GetBytes($"{{{string.Join(',', header)}}}");
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)text.Length), .. text, .. data]);
        return path;
    }

    /// <summary>A tensor of random numbers.</summary>
    public static (string Name, int[] Shape, float[] Values) Random(string name, params int[] shape)
    {
        var random = new Random(name.Sum(letter => letter));
        int count = shape.Aggregate(1, (product, dim) => product * dim);
        return (name, shape, [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))]);
    }
}

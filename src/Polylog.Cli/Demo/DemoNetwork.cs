using System.Buffers.Binary;
using System.Text;

namespace Polylog.Cli;

/// <summary>A two-layer ReLU network with random weights, as a safetensors file on which <c>polylog shrink</c> can be tried.</summary>
internal static class DemoNetwork
{
    /// <summary>Number of hidden units.</summary>
    public const int Units = 1000;

    private const int Inputs = 2;

    public static void Write(string path, ulong seed)
    {
        var random = new Random((int)(seed % int.MaxValue));
        float[] hidden = Uniform(random, Units * Inputs, Inputs), hiddenBias = Uniform(random, Units, Inputs);
        float[] output = Uniform(random, Units, Units), outputBias = Uniform(random, 1, Units);
        float[] values = [.. hidden, .. hiddenBias, .. output, .. outputBias];
        byte[] header = Encoding.ASCII.GetBytes($"{{{Tensor("hidden.weight", $"{Units},{Inputs}", 0, hidden.Length)},"
            + $"{Tensor("hidden.bias", $"{Units}", hidden.Length, Units)},"
            + $"{Tensor("output.weight", $"1,{Units}", hidden.Length + Units, Units)},"
            + $"{Tensor("output.bias", "1", hidden.Length + 2 * Units, 1)}}}");

        using FileStream file = File.Create(path);
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, header.Length);
        file.Write(number);
        file.Write(header);
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(number, value);
            file.Write(number[..sizeof(float)]);
        }
    }

    // PyTorch initialises the parameters of a linear layer with this distribution.
    private static float[] Uniform(Random random, int count, int inputs)
    {
        double bound = 1 / Math.Sqrt(inputs);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(bound * (2 * random.NextDouble() - 1)))];
    }

    private static string Tensor(string name, string shape, int start, int count) =>
        $"\"{name}\":{{\"dtype\":\"F32\",\"shape\":[{shape}],"
            + $"\"data_offsets\":[{start * sizeof(float)},{(start + count) * sizeof(float)}]}}";
}

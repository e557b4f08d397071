using System.Diagnostics;
using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>Peak memory of the whole process over one compression, as a multiple of the input's bytes.</summary>
internal static class PeakMemory
{
    public static void Print()
    {
        Problem one = Problem.Table[^1];
        Measure measure = UniformCube.Draw(one.Count, one.Dimension, seed: 1);
        long input = (long)measure.Atoms.Length * sizeof(double);
        MomentCompressor.Compress(measure, new CompressionOptions { Order = one.Order, Size = one.Size });
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{one}: input {input / 1e6:F0} MB, peak of the process {process.PeakWorkingSet64 / 1e6:F0} MB, "
                + $"{process.PeakWorkingSet64 / (double)input:F2} times the input"));
    }
}

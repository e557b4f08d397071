using System.Numerics;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>Compression times as multiples of one pass that reads and sums the same array, the least any method has to do.</summary>
[SimpleJob(warmupCount: 3, iterationCount: 11)]
[MedianColumn]
public class CompressionTimes
{
    private Measure? _measure;

    [ParamsSource(nameof(Cases))]
    public Problem Problem { get; set; } = Problem.Table[0];

    public static IEnumerable<Problem> Cases => Problem.Table;

    [GlobalSetup]
    public void Setup() => _measure = UniformCube.Draw(Problem.Count, Problem.Dimension, seed: 1);

    [Benchmark(Baseline = true)]
    public double ReadAndSum()
    {
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(_measure!.Atoms.Span);
        Vector<double> a = default, b = default, c = default, d = default;
        for (int i = 0; i + 4 <= vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }
        return Vector.Sum(a + b + c + d);
    }

    [Benchmark]
    public Coreset Fast() => Run(Effort.Fast);

    [Benchmark]
    public Coreset Balanced() => Run(Effort.Balanced);

    private Coreset Run(Effort effort) =>
        MomentCompressor.Compress(
            _measure!, new CompressionOptions { Order = Problem.Order, Size = Problem.Size, Scale = ColumnScale.None, Effort = effort });
}

using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>
/// One epoch of training of a two-layer ReLU network of width 10^4 on 10^5 points in two dimensions, batch 512, beside the bare arithmetic:
/// a loop written for this very case that keeps everything in registers, loads next to nothing, and is never interrupted by the end of a
/// batch.
/// </summary>
internal static class TrainingSpeed
{
    private const int Width = 10_000;
    private const int Points = 100_000;
    private const int BatchSize = 512;
    private const int Rounds = 7;

    public static void Print()
    {
        var random = new Random(1);
        double[] x = [.. Enumerable.Range(0, 2 * Points).Select(_ => 2 * random.NextDouble() - 1)];
        double[] y = [.. Enumerable.Range(0, Points).Select(_ => random.NextDouble())];
        var set = new TrainingSet(x, 2, y, 1);
        foreach (int threads in new[] { 1, Environment.ProcessorCount })
        {
            var network = new TwoLayerNetwork(2, Width, 1, Activation.Relu, threads: threads);
            network.Initialise(1);
            var trainer = new Trainer(network, new Adam(network.Parameters), new MeanSquaredError());
            var batches = new DrawnBatches(set, BatchSize, Points / BatchSize, seed: 1);
            var (ours, bare) = (new List<double>(), new List<double>());
            // Side by side, because a shared machine is not equally fast all the time.
            for (int round = 0; round < Rounds; round++)
            {
                bare.Add(Seconds(() => Arithmetic(threads)));
                ours.Add(Seconds(() => trainer.Train(batches, 1)));
            }
            ours.Sort();
            bare.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"threads {threads}: epoch {ours[Rounds / 2]:0.000} s (best {ours[0]:0.000}), arithmetic {bare[Rounds / 2]:0.000} s (best "
                    + $"{bare[0]:0.000}), ratio {ours[Rounds / 2] / bare[Rounds / 2]:0.00} (best {ours[0] / bare[0]:0.00})"));
        }
    }

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // 13 vector instructions for 16 pairs of a sample and a unit: 2 multiply-adds, a maximum and a multiply-add forward; 2, a maximum, a
    // comparison, a selection, three multiply-adds and an addition back.
    private static void Arithmetic(int threads)
    {
        const long Pairs = (long)Width * (Points / BatchSize * BatchSize);
        const int Parts = 64;
        Parallel.For(0, Parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            float[] numbers = [.. Enumerable.Range(0, 128).Select(i => (i * 37 % 64 - 31) / 64f)];
            float sum = Forward(numbers, Pairs / Parts / 64) + Backward(numbers, Pairs / Parts / 32);
            if (float.IsNaN(sum))
                throw new InvalidOperationException("The numbers are made up, but not that badly.");
        });
    }

    // 64 samples a turn.
    private static float Forward(float[] numbers, long turns)
    {
        var (x0, x1, x2, x3) = (Load(numbers, 0), Load(numbers, 16), Load(numbers, 32), Load(numbers, 48));
        var (y0, y1, y2, y3) = (Load(numbers, 5), Load(numbers, 21), Load(numbers, 37), Load(numbers, 53));
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (long turn = 0; turn < turns; turn++)
        {
            int j = (int)(turn & 63);
            var (w, u, b, v) = (Vector512.Create(numbers[j]), Vector512.Create(numbers[j + 1]), Vector512.Create(numbers[j + 2]),
                Vector512.Create(numbers[j + 3]));
            s0 = Fma(v, Vector512.MaxNative(Vector512<float>.Zero, Fma(w, x0, Fma(u, y0, b))), s0);
            s1 = Fma(v, Vector512.MaxNative(Vector512<float>.Zero, Fma(w, x1, Fma(u, y1, b))), s1);
            s2 = Fma(v, Vector512.MaxNative(Vector512<float>.Zero, Fma(w, x2, Fma(u, y2, b))), s2);
            s3 = Fma(v, Vector512.MaxNative(Vector512<float>.Zero, Fma(w, x3, Fma(u, y3, b))), s3);
        }
        return Vector512.Sum(s0 + s1 + s2 + s3);
    }

    // 32 units a turn.
    private static float Backward(float[] numbers, long turns)
    {
        var (w0, u0, b0, w1, u1, b1) =
            (Load(numbers, 0), Load(numbers, 16), Load(numbers, 32), Load(numbers, 48), Load(numbers, 5), Load(numbers, 21));
        Vector512<float> v0 = default, v1 = default, s0 = default, s1 = default, p0 = default, p1 = default, q0 = default, q1 = default;
        for (long turn = 0; turn < turns; turn++)
        {
            int i = (int)(turn & 63);
            var (x, y, g) = (Vector512.Create(numbers[i]), Vector512.Create(numbers[i + 1]), Vector512.Create(numbers[i + 2]));
            var a0 = Vector512.MaxNative(Vector512<float>.Zero, Fma(w0, x, Fma(u0, y, b0)));
            var a1 = Vector512.MaxNative(Vector512<float>.Zero, Fma(w1, x, Fma(u1, y, b1)));
            var d0 = Vector512.ConditionalSelect(Vector512.GreaterThan(a0, Vector512<float>.Zero), g, Vector512<float>.Zero);
            var d1 = Vector512.ConditionalSelect(Vector512.GreaterThan(a1, Vector512<float>.Zero), g, Vector512<float>.Zero);
            v0 = Fma(g, a0, v0);
            v1 = Fma(g, a1, v1);
            s0 += d0;
            s1 += d1;
            p0 = Fma(x, d0, p0);
            p1 = Fma(x, d1, p1);
            q0 = Fma(y, d0, q0);
            q1 = Fma(y, d1, q1);
        }
        return Vector512.Sum(v0 + v1 + s0 + s1 + p0 + p1 + q0 + q1);
    }

    private static Vector512<float> Load(float[] numbers, int start) => Vector512.Create(numbers.AsSpan(start, 16));

    private static Vector512<float> Fma(Vector512<float> left, Vector512<float> right, Vector512<float> addend) =>
        Vector512.FusedMultiplyAdd(left, right, addend);
}

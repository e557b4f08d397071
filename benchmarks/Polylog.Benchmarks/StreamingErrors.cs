using System.Diagnostics;
using System.Globalization;

namespace Polylog.Benchmarks;

/// <summary>
/// Errors of rows that are compressed as they come, in parts, as multiples of the errors of one compression of all rows to the same size:
/// geometric means over the test functions of three panels.
/// </summary>
internal static class StreamingErrors
{
    private const int Count = 1 << 20;
    private const int Size = 1000;
    private const int Updates = 100;

    private static readonly string[] s_arrivals = ["random", "sorted", "drifting"];

    public static void Print(IReadOnlyList<string> arguments)
    {
        int[] dimensions = arguments.Count > 0 ? [.. arguments[0].Split(',').Select(int.Parse)] : [3, 5, 9];
        int[] parts = arguments.Count > 1 ? [.. arguments[1].Split(',').Select(int.Parse)] : [8, 64, 512];
        Console.WriteLine("| columns | order | arrival | parts | smooth | kinked | seconds, one compression | seconds, parts |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (int dimension in dimensions)
        {
            foreach (int? order in dimension > 5 ? new int?[] { null } : [4, null])
            {
                foreach (string arrival in s_arrivals)
                    Print(dimension, order, arrival, parts);
            }
        }
    }

    private static void Print(int dimension, int? order, string arrival, int[] parts)
    {
        Measure data = Data(dimension, arrival);
        var options = new CompressionOptions { Size = Size, Order = order };
        long started = Stopwatch.GetTimestamp();
        Measure whole = MomentCompressor.Compress(data, options).Points;
        double once = Stopwatch.GetElapsedTime(started).TotalSeconds;
        (double smooth, double kinked) = Errors(data, whole);
        foreach (int count in parts)
            Print($"{count}", () => Streamed(data, options, count));
        Print($"{Updates} updates", () => Updated(data, options));

        void Print(string what, Func<Measure> compress)
        {
            started = Stopwatch.GetTimestamp();
            Measure points = compress();
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            (double smoothNow, double kinkedNow) = Errors(data, points);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {dimension} | {order?.ToString(CultureInfo.InvariantCulture) ?? "chosen"} | {arrival} | {what} | "
                    + $"{smoothNow / smooth:F2} | {kinkedNow / kinked:F2} | {once:F1} | {seconds:F1} |"));
        }
    }

    private static Measure Streamed(Measure data, CompressionOptions options, int parts)
    {
        var stream = new StreamingCompressor(options) { PartRows = Count / parts };
        foreach (Measure part in Parts(data, parts))
            stream.Add(part);
        return stream.Build().Points;
    }

    // As polylog update does it: a state is saved and loaded each time, and eight times the size waits.
    private static Measure Updated(Measure data, CompressionOptions options)
    {
        StreamingCompressor stream = new(options) { PartRows = Math.Max(1 << 14, 8 * Size) };
        foreach (Measure part in Parts(data, Updates))
        {
            stream.Add(part);
            using var state = new MemoryStream();
            stream.Save(state);
            state.Position = 0;
            stream = StreamingCompressor.Load(state, options);
        }
        return stream.Build().Points;
    }

    private static (double Smooth, double Kinked) Errors(Measure data, Measure points)
    {
        double Mean(Use use) => Math.Exp(Enumerable.Range(301, 3)
            .SelectMany(seed => new RidgePanel(data.Dimension, 48, (ulong)seed, use).Errors(data, points))
            .Average(error => Math.Log(Math.Max(error, 1e-16))));
        return (Mean(Use.Smooth), Mean(Use.Kinked));
    }

    private static IEnumerable<Measure> Parts(Measure data, int parts)
    {
        for (int part = 0; part < parts; part++)
        {
            int from = (int)((long)data.Count * part / parts), to = (int)((long)data.Count * (part + 1) / parts);
            yield return new Measure(data.Atoms[(from * data.Dimension)..(to * data.Dimension)], data.Dimension);
        }
    }

    // Three clusters of correlated columns. Sorted by the first column, or with clusters that move as time goes by.
    private static Measure Data(int dimension, string arrival)
    {
        var random = new SplitMix64(5);
        double[] centres = [.. Enumerable.Range(0, 3 * dimension).Select(_ => 2 * random.Normal())];
        double[][] rows = new double[Count][];
        for (int i = 0; i < Count; i++)
        {
            int cluster = random.Below(3);
            double common = random.Normal(), time = arrival == "drifting" ? 4.0 * i / Count : 0;
            rows[i] = [.. Enumerable.Range(0, dimension).Select(axis =>
                centres[cluster * dimension + axis] + time * (axis == 0 ? 1 : 0.3) + 0.7 * common + random.Normal())];
        }
        if (arrival == "sorted")
            Array.Sort(rows, (left, right) => left[0].CompareTo(right[0]));
        return new Measure(rows.SelectMany(row => row).ToArray(), dimension);
    }
}

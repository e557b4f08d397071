using System.Globalization;

namespace Polylog.Benchmarks;

/// <summary>
/// Errors of weighted points that are compressed to 400, of functions of all points and of functions of the light ones: geometric means
/// over four data sets. And of a state that is compressed again with each new part of sorted rows.
/// </summary>
internal static class WeightedErrors
{
    private const int Size = 400;
    private const int DataSets = 4;
    private const int Part = 4000;

    private static readonly (string Name, Func<SplitMix64, Measure> Make, Func<double, double>? Light)[] s_sets =
    [
        ("a sixth of the points has 99.5% of the weight", Heavy, x => Math.Max(0, x - 0.55)),
        ("importance weights", Importance, x => Math.Max(0, -x)),
        ("six decades along a column", Along, x => Math.Max(0, -x)),
        ("six decades at random", Scattered, null),
    ];

    public static void Print()
    {
        Console.WriteLine("weights                                        order  all points  light points");
        foreach ((string name, Func<SplitMix64, Measure> make, Func<double, double>? light) in s_sets)
        {
            foreach (int order in (int[])[3, 5])
                Print(name, order, make, light, data => Compress(data, Size, order));
        }
        foreach (int order in (int[])[3, 5])
            Print("a running state of sorted rows", order, Sorted, null, data => Running(data, order));
    }

    private static void Print(
        string name, int order, Func<SplitMix64, Measure> make, Func<double, double>? light, Func<Measure, Measure> compress)
    {
        double all = 0, few = 0;
        for (int set = 1; set <= DataSets; set++)
        {
            Measure data = make(new SplitMix64((ulong)set * 77)), coreset = compress(data);
            double[] errors = [.. Enumerable.Range(101, 3).SelectMany(seed => new RidgePanel(2, 48, (ulong)seed).Errors(data, coreset))];
            all += errors.Average(error => Math.Log(Math.Max(error, 1e-17))) / DataSets;
            if (light is not null)
                few += LightErrors(data, coreset, light).Average(error => Math.Log(Math.Max(error, 1e-17))) / DataSets;
        }
        string ofLight = light is null ? "-" : Math.Exp(few).ToString("0.0e0", CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-46} {order,5}  {Math.Exp(all),10:0.0e0}  {ofLight,12}"));
    }

    private static IEnumerable<double> LightErrors(Measure data, Measure coreset, Func<double, double> light)
    {
        var random = new SplitMix64(101);
        for (int f = 0; f < 144; f++)
        {
            double slope = random.Uniform(1, 3), offset = random.Uniform(-1, 1), first = random.Normal(), second = random.Normal();
            double all = Sum(data, Math.Abs);
            yield return Math.Abs(Sum(data, value => value) - Sum(coreset, value => value)) / all;

            double Sum(Measure measure, Func<double, double> of) => Enumerable.Range(0, measure.Count).Sum(i =>
            {
                ReadOnlySpan<double> atom = measure.Atom(i);
                double gate = light(atom[0]);
                return of(gate * gate * Math.Tanh(slope * (first * atom[0] + second * atom[1]) + offset)) * measure.AtomWeights[i];
            });
        }
    }

    private static Measure Compress(Measure data, int size, int order, Effort effort = Effort.Balanced) =>
        MomentCompressor.Compress(data, new CompressionOptions { Size = size, Order = order, Effort = effort }).Points;

    private static Measure Running(Measure data, int order)
    {
        Measure? state = null;
        for (int start = 0; start < data.Count; start += Part)
        {
            double[] rows = data.Atoms.Slice(2 * start, 2 * Part).ToArray(), weights = [.. Enumerable.Repeat(1.0, Part)];
            Measure joined = state is null
                ? new Measure(rows, 2)
                : new Measure((double[])[.. state.Atoms.Span, .. rows], 2, (double[])[.. state.Weights.Span, .. weights]);
            state = Compress(joined, 4 * Size, order, Effort.Fast);
        }
        return Compress(state!, Size, order);
    }

    private static Measure Sorted(SplitMix64 random)
    {
        (double X, double Y)[] points = [.. Enumerable.Range(0, 16 * Part).Select(_ => (random.Uniform(-1, 1), random.Uniform(-1, 1)))];
        return new Measure(points.OrderBy(point => point.X).SelectMany(point => new[] { point.X, point.Y }).ToArray(), 2);
    }

    private static Measure Heavy(SplitMix64 random) =>
        Make(6000, i => i < 1000 ? random.Unit() / 2 : random.Unit(), () => random.Normal(), (i, _, _) => i < 1000 ? 1000 : 1);

    private static Measure Importance(SplitMix64 random) => Make(10_000, _ => 1.5 * random.Normal(), () => 1.5 * random.Normal(),
        (_, x, y) => Math.Exp(-1.5 * ((x - 1) * (x - 1) + (y - 1) * (y - 1))));

    private static Measure Along(SplitMix64 random) =>
        Make(10_000, _ => random.Uniform(-1, 1), () => random.Uniform(-1, 1), (_, x, _) => Math.Pow(10, 3 * (x + 1)));

    private static Measure Scattered(SplitMix64 random) =>
        Make(10_000, _ => random.Uniform(-1, 1), () => random.Uniform(-1, 1), (_, _, _) => Math.Pow(10, 6 * random.Unit()));

    private static Measure Make(int count, Func<int, double> first, Func<double> second, Func<int, double, double, double> weight)
    {
        double[] atoms = new double[2 * count], weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            (atoms[2 * i], atoms[2 * i + 1]) = (first(i), second());
            weights[i] = weight(i, atoms[2 * i], atoms[2 * i + 1]);
        }
        return new Measure(atoms, 2, weights);
    }
}

namespace Polylog.Tests;

/// <summary>Measures that break careless code, each by name; every test of the engine's contract runs over all of them.</summary>
public static class HardMeasures
{
    public static TheoryData<string> Names => [.. s_makers.Keys];

    public static Measure Make(string name, int seed = 1) => s_makers[name](new Random(seed));

    private static readonly Dictionary<string, Func<Random, Measure>> s_makers = new()
    {
        ["uniform cube"] = r => Rows(r, 3000, 3, Uniform),
        ["one dimension"] = r => Rows(r, 2000, 1, Uniform),
        ["six dimensions"] = r => Rows(r, 3000, 6, Uniform),
        ["heavy tails"] = r => Rows(r, 3000, 3, q => Math.Tan(Math.PI * (q.NextDouble() - 0.5) * 0.9999)),
        ["log-normal columns"] = r => Rows(r, 3000, 4, q => Math.Exp(2 * Normal(q))),
        ["tight clusters"] = r => Rows(r, 3000, 3, q => q.Next(5) + 1e-6 * Normal(q)),
        ["line in R^5"] = r => Points(r, 2000, 5, (q, x) =>
        {
            double t = Uniform(q);
            for (int i = 0; i < 5; i++)
                x[i] = (i + 1) * t + i;
        }),
        ["circle"] = r => Points(r, 2000, 2, (q, x) => (x[0], x[1]) = Math.SinCos(2 * Math.PI * q.NextDouble())),
        ["duplicated rows"] = r =>
        {
            double[] distinct = [.. Enumerable.Range(0, 40 * 3).Select(_ => Uniform(r))];
            return Points(r, 2000, 3, (q, x) => distinct.AsSpan(q.Next(40) * 3, 3).CopyTo(x));
        },
        ["all rows equal"] = r => Points(r, 500, 3, (_, x) => (x[0], x[1], x[2]) = (1.5, -2, 0.1)),
        ["constant column"] = r => Points(r, 2000, 3, (q, x) => (x[0], x[1], x[2]) = (Uniform(q), 7, Uniform(q))),
        ["binary columns"] = r => Points(r, 2000, 4, (q, x) => (x[0], x[1], x[2], x[3]) = (q.Next(2), q.Next(2), Uniform(q), Uniform(q))),
        ["integer columns"] = r => Rows(r, 3000, 3, q => q.Next(-4, 5)),
        ["copied column"] = r => Points(r, 2000, 3, (q, x) =>
        {
            x[0] = Normal(q);
            x[1] = x[0];
            x[2] = Normal(q);
        }),
        ["regular grid"] = _ =>
            new Measure(Enumerable.Range(0, 50 * 50).SelectMany(i => new[] { i % 50 / 49.0, i / 50 / 49.0 }).ToArray(), 2),
        ["far from zero"] = r => Rows(r, 3000, 3, q => 1e6 + 1e-3 * Uniform(q)),
        ["unlike units"] = r => Points(r, 3000, 3, (q, x) => (x[0], x[1], x[2]) = (1e9 * Normal(q), 1e-9 * Normal(q), Normal(q))),
        ["huge values"] = r => Rows(r, 2000, 2, q => 1e150 * Normal(q)),
        ["values around 1e200"] = r => Rows(r, 2000, 2, q => 1e200 * Normal(q)),
        ["values around 1e-200"] = r => Rows(r, 2000, 2, q => 1e-200 * Normal(q)),
        ["tiny values"] = r => Rows(r, 2000, 2, q => 1e-150 * Normal(q)),
        ["very far from zero"] = r => Rows(r, 600, 3, q => 1e15 + q.NextDouble()),
        ["whole numbers beyond 2^53"] = r => Rows(r, 500, 2, q => 9007199254740992 + 2.0 * q.Next(1000)),
        ["subnormal weights"] = r => Rows(r, 300, 3, Uniform, q => 1e-310 * (1 + q.NextDouble())),
        ["huge weights"] = r => Rows(r, 300, 3, Uniform, q => 1e300 * (1 + q.NextDouble())),
        ["one row"] = r => Rows(r, 1, 3, Uniform),
        ["two rows"] = r => Rows(r, 2, 3, Uniform),
        ["fewer rows than moments"] = r => Rows(r, 15, 3, Uniform),
        ["as many rows as moments"] = r => Rows(r, 20, 3, Uniform),
        ["one row more than moments"] = r => Rows(r, 21, 3, Uniform),
        ["weights over 12 orders"] = r => Rows(r, 3000, 3, Uniform, q => Math.Pow(10, -12 * q.NextDouble())),
        ["half the weights zero"] = r => Rows(r, 3000, 3, Uniform, q => q.Next(2)),
        ["few positive weights"] = r => Rows(r, 1000, 2, Uniform, q => q.Next(100) == 0 ? 1 : 0),
        ["one heavy atom"] = r =>
        {
            int row = 0;
            return Rows(r, 2000, 2, Uniform, _ => row++ == 1000 ? 1e9 : 1);
        },
    };

    private static double Uniform(Random random) => 2 * random.NextDouble() - 1;

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static Measure Rows(Random random, int count, int dimension, Func<Random, double> value, Func<Random, double>? weight = null)
    {
        double[] atoms = new double[count * dimension];
        for (int i = 0; i < atoms.Length; i++)
            atoms[i] = value(random);
        double[] weights = [];
        if (weight is not null)
        {
            weights = new double[count];
            for (int i = 0; i < count; i++)
                weights[i] = weight(random);
        }
        return new Measure(atoms, dimension, weights);
    }

    private delegate void Fill(Random random, Span<double> row);

    private static Measure Points(Random random, int count, int dimension, Fill fill)
    {
        double[] atoms = new double[count * dimension];
        for (int i = 0; i < count; i++)
            fill(random, atoms.AsSpan(i * dimension, dimension));
        return new Measure(atoms, dimension);
    }
}

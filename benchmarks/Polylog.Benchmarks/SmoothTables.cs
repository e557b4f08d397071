using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>Tables with and without noise, smooth and with jumps: the last column is the target.</summary>
internal static class SmoothTables
{
    private const int Rows = 8192;

    /// <summary>The tables that are made, then those of files.</summary>
    public static IEnumerable<(string Name, Func<int, LearningRows> Rows)> All(IReadOnlyList<string> paths) =>
    [
        ("robot arm, noise", seed => Split(RobotArm.Draw(Rows, RobotArm.Noise, (ulong)seed), RobotArm.Columns)),
        ("robot arm, no noise", seed => Split(RobotArm.Draw(Rows, 0, (ulong)seed), RobotArm.Columns)),
        ("additive steps, noise", seed => Steps(0.5, seed)),
        ("additive steps, no noise", seed => Steps(0, seed)),
        .. paths.Select<string, (string, Func<int, LearningRows>)>(path => (Path.GetFileName(path), _ => Read(path))),
    ];

    /// <summary>A sum of steps of five columns out of six, each uniform from 0 to 1.</summary>
    private static LearningRows Steps(double noise, int seed)
    {
        const int Columns = 7;
        var random = new SplitMix64((ulong)seed);
        double[] rows = new double[Rows * Columns];
        for (int i = 0; i < Rows; i++)
        {
            Span<double> row = rows.AsSpan(i * Columns, Columns);
            for (int column = 0; column < Columns - 1; column++)
                row[column] = random.Unit();
            row[^1] = Step(row[0], 0.3) + 2 * Step(row[1], 0.6) - Step(row[2], 0.5) + 1.5 * Step(row[3], 0.8)
                + Math.Floor(4 * row[4]) / 2 + noise * random.Normal();
        }
        return Split(rows, Columns);

        static double Step(double value, double at) => value > at ? 1 : 0;
    }

    private static LearningRows Read(string path)
    {
        double[][] table = [.. File.ReadLines(path).Skip(1)
            .Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        return Split([.. table.SelectMany(row => row)], table[0].Length);
    }

    private static LearningRows Split(double[] rows, int columns)
    {
        int count = rows.Length / columns;
        double[] features = new double[count * (columns - 1)], targets = new double[count], weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            rows.AsSpan(i * columns, columns - 1).CopyTo(features.AsSpan(i * (columns - 1)));
            targets[i] = rows[(i + 1) * columns - 1];
            weights[i] = 1;
        }
        return new LearningRows(features, columns - 1, targets, weights, classes: 0);
    }
}

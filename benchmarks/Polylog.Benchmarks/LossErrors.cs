using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>
/// The paper's regression data, 10^4 rows to 1000: by how much the squared loss of 200 random ReLU networks of the teacher's kind changes.
/// Mean over the networks and over four teachers.
/// </summary>
internal static class LossErrors
{
    private const int Rows = 10_000;
    private const int Size = 1000;
    private const int Models = 200;
    private const int Teachers = 4;
    private const int Draws = 5;
    private const int HighestOrder = 9;

    public static void Print()
    {
        Console.WriteLine("| rows | order | error of the loss |");
        Console.WriteLine("| --- | --- | --- |");
        Print("random", "-", trial =>
            Enumerable.Range(1, Draws).Average(seed => trial.Error(RandomSubset.Draw(trial.Learning, Size, (ulong)seed))));
        for (int order = 1; order <= HighestOrder; order++)
        {
            int own = order;
            Print("the paper's way", $"{order}", trial => trial.Error(trial.Joined(own, ColumnScale.None)));
        }
        for (int order = 1; order <= HighestOrder; order++)
        {
            int own = order;
            Print("the same, columns scaled", $"{order}", trial => trial.Error(trial.Joined(own, ColumnScale.StandardDeviation)));
        }
        foreach (Use use in new[] { Use.Any, Use.Kinked })
        {
            for (int order = 1; order <= HighestOrder; order += 2)
            {
                int own = order;
                Print($"loss-aware, {use}", $"{order}", trial => trial.Error(trial.LossAware(use, own)));
            }
            Print($"loss-aware, {use}", "chosen", trial => trial.Error(trial.LossAware(use, null)));
        }
    }

    private static void Print(string name, string order, Func<Trial, double> error) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {order} | {Enumerable.Range(1, Teachers).Average(teacher => error(new Trial((ulong)teacher))):E1} |"));

    /// <summary>Rows of one teacher.</summary>
    private sealed class Trial
    {
        private readonly double[] _rows;
        private readonly double[] _full;

        public Trial(ulong teacher)
        {
            _rows = TeacherStudent.Draw(Rows, teacher);
            double[] inputs = [.. Enumerable.Range(0, 2 * Rows).Select(i => _rows[i / 2 * TeacherStudent.Columns + i % 2])];
            Learning = new Measure(inputs, 2)
                .WithTargets(Enumerable.Range(0, Rows).Select(i => _rows[i * TeacherStudent.Columns + 2]).ToArray(), Loss.Squared);
            _full = Losses(Learning.Atoms.Span, Learning.Targets.Span, Learning.Weights.Span);
        }

        public Measure Learning { get; }

        public Coreset LossAware(Use use, int? order) =>
            MomentCompressor.Compress(Learning, new CompressionOptions { Size = Size, Order = order, Use = use });

        /// <summary>With the target as one more coordinate.</summary>
        public Coreset Joined(int order, ColumnScale scale) =>
            MomentCompressor.Compress(
                new Measure(_rows, TeacherStudent.Columns), new CompressionOptions { Size = Size, Order = order, Scale = scale });

        public double Error(Coreset coreset)
        {
            int[] kept = coreset.Indices.ToArray();
            double[] inputs = [.. kept.SelectMany(i => Learning.Atom(i).ToArray())];
            double[] targets = [.. kept.Select(i => Learning.Targets.Span[i])];
            return Error(new Measure(inputs, 2, coreset.Weights).WithTargets(targets, Loss.Squared));
        }

        public double Error(Measure kept) =>
            Losses(kept.Atoms.Span, kept.Targets.Span, kept.Weights.Span).Zip(_full).Average(pair => Math.Abs(pair.First - pair.Second));

        private static double[] Losses(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
        {
            double[] losses = new double[Models];
            for (int model = 0; model < Models; model++)
            {
                var network = new TeacherStudent((ulong)(1000 + model));
                for (int i = 0; i < targets.Length; i++)
                {
                    double off = network.Value(inputs[2 * i], inputs[2 * i + 1]) - targets[i];
                    losses[model] += (weights.IsEmpty ? 1 : weights[i]) * off * off / Rows;
                }
            }
            return losses;
        }
    }
}

using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>The weighted mean of the five nearest rows, columns in units of their standard deviation.</summary>
internal sealed class NearestRows : IEvaluationModel
{
    private const int Neighbours = 5;

    public string Name => "5 nearest";

    public string Description => "the mean of the five nearest rows";

    public bool Predicts(int classes) => classes == 0;

    public IPredictor Fit(LearningRows rows, ulong seed, CancellationToken cancellation) =>
        new Predictor(rows, Standardisation.Fit(new Measure(rows.Features, rows.Columns, rows.Weights)));

    private sealed class Predictor(LearningRows rows, Standardisation units) : IPredictor
    {
        private readonly double[] _points = Standard.Rows(rows, units);

        public double[] Predict(LearningRows test)
        {
            double[] points = Standard.Rows(test, units), predicted = new double[test.Count];
            Parallel.For(0, test.Count, i => predicted[i] = Mean(points.AsSpan(i * test.Columns, test.Columns)));
            return predicted;
        }

        private double Mean(ReadOnlySpan<double> point)
        {
            var nearest = new PriorityQueue<int, double>();
            for (int i = 0; i < rows.Count; i++)
            {
                double square = Standard.Square(point, _points.AsSpan(i * point.Length, point.Length));
                if (nearest.Count < Neighbours)
                    nearest.Enqueue(i, -square);
                else
                    nearest.EnqueueDequeue(i, -square);
            }
            double sum = 0, weight = 0;
            foreach ((int row, _) in nearest.UnorderedItems)
                (sum, weight) = (sum + rows.Weights[row] * rows.Targets[row], weight + rows.Weights[row]);
            return sum / weight;
        }
    }
}

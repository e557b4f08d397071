using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polylog.Experiments;

/// <summary>Boosted trees of ML.NET. More than two classes are told apart one against the others.</summary>
internal abstract class TreeModel : IEvaluationModel
{
    /// <summary>One thread: on a busy machine, two threads took ten times as long for thousands of rows.</summary>
    protected const int Threads = 1;

    public abstract string Name { get; }

    public abstract string Description { get; }

    public bool Predicts(int classes) => classes != 1;

    public IPredictor Fit(LearningRows rows, ulong seed, CancellationToken cancellation)
    {
        var context = new MLContext((int)(seed & int.MaxValue));
        var models = new List<(ITransformer? Model, double Constant)>();
        for (int c = 1; c <= Outputs(rows.Classes); c++)
        {
            cancellation.ThrowIfCancellationRequested();
            // Of two classes the second is what is predicted.
            int own = rows.Classes == 2 ? 1 : c - 1;
            double share = rows.Classes == 0 ? 0.5 : Share(rows, own);
            models.Add(share is > 0 and < 1 ? (Fit(context, View(context, rows, own), rows.Classes > 0), 0) : (null, share));
        }
        return new Predictor(context, models);
    }

    /// <summary>The trainer of numbers, or of a yes or no.</summary>
    protected abstract IEstimator<ITransformer> Trainer(MLContext context, bool classes);

    private static int Outputs(int classes) => classes > 2 ? classes : 1;

    // Trees of a class that is not there, or that is all there is, cannot be grown.
    private static double Share(LearningRows rows, int own) =>
        Enumerable.Range(0, rows.Count).Where(i => rows.Targets[i] == own).Sum(i => rows.Weights[i]) / rows.Weights.Sum();

    private ITransformer Fit(MLContext context, IDataView view, bool classes)
    {
        try
        {
            // FastTree waits for a task of the thread pool at every step, with one thread too. A thread of the pool runs such a task
            // itself; any other waits until the pool has a turn, on a busy machine twenty times as long as the work takes.
            return Task.Run(() => Trainer(context, classes).Fit(view)).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (MissingLibrary(exception) is { } missing)
        {
            throw new ModelUnavailableException(
                $"its native library does not load on this machine ({missing}); on Linux, install the package libgomp1");
        }
    }

    private static string? MissingLibrary(Exception? exception) => exception switch
    {
        null => null,
        // Its first sentence; the others advise whoever debugs the loader.
        DllNotFoundException => exception.Message.ReplaceLineEndings(" ").Split(". ")[0].TrimEnd('.', ' '),
        _ => MissingLibrary(exception.InnerException),
    };

    private static IDataView View(MLContext context, LearningRows rows, int own)
    {
        var schema = SchemaDefinition.Create(typeof(TreeRow));
        // Weights are scaled to a mean of 1: the least sum of second derivatives in a leaf is meant for rows of weight 1.
        double unit = rows.Count / rows.Weights.Sum();
        schema[nameof(TreeRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, rows.Columns);
        return context.Data.LoadFromEnumerable(Enumerable.Range(0, rows.Count).Select(i => new TreeRow
        {
            Features = [.. rows.Row(i).ToArray().Select(value => (float)value)],
            Label = (float)rows.Targets[i],
            IsOwn = rows.Targets[i] == own,
            Weight = (float)(rows.Weights[i] * unit),
        }).ToArray(), schema);
    }

    private sealed class TreeRow
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public bool IsOwn { get; set; }

        public float Weight { get; set; }
    }

    private sealed class Predictor(MLContext context, IReadOnlyList<(ITransformer? Model, double Constant)> models) : IPredictor
    {
        public double[] Predict(LearningRows rows)
        {
            IDataView view = View(context, rows, 0);
            double[][] outputs = [.. models.Select(model => model.Model is { } fitted
                ? [.. fitted.Transform(view).GetColumn<float>(rows.Classes == 0 ? "Score" : "Probability").Select(value => (double)value)]
                : Enumerable.Repeat(model.Constant, rows.Count).ToArray())];
            if (rows.Classes == 0)
                return outputs[0];
            double[] probabilities = new double[rows.Count * rows.Classes];
            for (int i = 0; i < rows.Count; i++)
            {
                double sum = Math.Max(outputs.Sum(output => output[i]), double.Epsilon);
                for (int c = 0; c < rows.Classes; c++)
                {
                    probabilities[i * rows.Classes + c] = rows.Classes > 2
                        ? outputs[c][i] / sum : c == 1 ? outputs[0][i]
                        : 1 - outputs[0][i];
                }
            }
            return probabilities;
        }
    }
}

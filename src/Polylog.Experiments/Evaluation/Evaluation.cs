using System.Diagnostics;

namespace Polylog.Experiments;

/// <summary>
/// Fits models to all training rows, to a weighted coreset, to a coreset made as in the paper and to as many random rows, and compares
/// their errors on test rows.
/// </summary>
public sealed class Evaluation
{
    private const int WarmUpRows = 400;
    private const double FirstGuessSeconds = 2;

    private readonly EvaluationSettings _settings;
    private readonly TrainingSplit _split;
    private readonly Measure _points;
    private readonly int _size;
    private readonly int _classes;

    /// <summary>Checks everything that can be checked before the work.</summary>
    /// <param name="features">Features, row-major.</param>
    /// <param name="columns">Features of a row.</param>
    /// <param name="targets">Targets, one a row: numbers, or any numbers that tell classes apart.</param>
    /// <param name="targetName">What messages call the target.</param>
    /// <param name="settings">What to compare.</param>
    /// <param name="classNames">
    /// What messages call the classes, where the targets are places in this list; null where they are numbers.
    /// </param>
    /// <exception cref="ExperimentException">
    /// The target or the size does not allow an evaluation, or none of the models predicts such a target.
    /// </exception>
    public Evaluation(
        double[] features,
        int columns,
        double[] targets,
        string targetName,
        EvaluationSettings settings,
        IReadOnlyList<string?>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(settings);
        EvaluationCheck.Targets(targetName, targets, settings.Loss, classNames);
        double[] values = [.. targets.Distinct().Order()];
        _settings = settings;
        _classes = EvaluationCheck.IsNumber(settings.Loss) ? 0 : values.Length;
        double[] own = _classes == 0 ? targets : [.. targets.Select(target => (double)Array.BinarySearch(values, target))];
        _split = TrainingSplit.Draw(
            new LearningRows(features, columns, own, [.. Enumerable.Repeat(1.0, own.Length)], _classes),
            settings.TestFraction,
            settings.Seed);
        _points = new Measure(_split.Training.Features, columns).WithTargets(_split.Training.Targets, settings.Loss);
        _size = EvaluationCheck.Size(settings, _points);
        Models = [.. settings.Models.Where(model => model.Predicts(_classes))];
        if (Models.Count == 0)
        {
            throw new ExperimentException(
                $"none of the models predicts {(_classes == 0 ? "a number" : "classes")}; "
                + $"choose others with {OptionNames.Models}, or another loss with {OptionNames.Loss}");
        }
    }

    /// <summary>The models that predict this kind of target.</summary>
    public IReadOnlyList<IEvaluationModel> Models { get; }

    /// <summary>Does the work.</summary>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ExperimentException">None of the models could be trained on this machine.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EvaluationResult Run(IProgress<FigureProgress>? progress = null, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        progress?.Report(new FigureProgress(0, "compressing", null));
        Coreset coreset = MomentCompressor.Compress(_points, Options(_size), cancellation);
        double seconds = clock.Elapsed.TotalSeconds;
        Coreset? paper = Paper(cancellation);
        List<(RowChoice Choice, int Draw, LearningRows Rows)> choices = Choices(coreset, paper);

        var fits = new List<FitOutcome>();
        var leftOut = new List<(string, string)>();
        // Fits differ most in their rows: time left goes by these, model by model.
        double all = Models.Count * choices.Sum(choice => (double)choice.Rows.Count), done = 0;
        clock.Restart();
        foreach ((int number, IEvaluationModel model) in Models.Index())
        {
            try
            {
                // Compiling and loading at the first use must not count as training time.
                Fit(
                    model,
                    RowChoice.Random,
                    0,
                    _split.Training.Subset([.. Enumerable.Range(0, Math.Min(WarmUpRows, _split.Training.Count))]),
                    cancellation);
                foreach ((RowChoice choice, int draw, LearningRows rows) in choices)
                {
                    Tell(model.Name);
                    fits.Add(Fit(model, choice, draw, rows, cancellation));
                    done += rows.Count;
                }
            }
            catch (ModelUnavailableException exception)
            {
                leftOut.Add((model.Name, exception.Message));
                fits.RemoveAll(fit => fit.Model == model.Name);
                done = (number + 1) * (all / Models.Count);
            }
        }
        if (fits.Count == 0)
        {
            throw new ExperimentException(
                $"none of the models could be trained: {string.Join("; ", leftOut.Select(pair => $"{pair.Item1}: {pair.Item2}"))}");
        }
        return new EvaluationResult
        {
            TrainingRows = _split.Training.Count,
            TestRows = _split.Test.Count,
            Classes = _classes,
            Coreset = coreset,
            CoresetSeconds = seconds,
            Paper = paper,
            Fits = fits,
            LeftOut = leftOut,
        };

        void Tell(string name)
        {
            double past = clock.Elapsed.TotalSeconds;
            TimeSpan? left = past > FirstGuessSeconds && done > 0 ? TimeSpan.FromSeconds(past * (all - done) / done) : null;
            progress?.Report(new FigureProgress(done / all, name, left));
        }
    }

    private CompressionOptions Options(int size) =>
        new() { Order = _settings.Order, Size = size, Use = _settings.Use, Threads = _settings.Threads };

    // The paper's objects are rows (x, y), and an order has more moments of them than there are of x alone.
    private Coreset? Paper(CancellationToken cancellation)
    {
        LearningRows rows = _split.Training;
        double[] joined = new double[rows.Count * (rows.Columns + 1)];
        for (int i = 0; i < rows.Count; i++)
        {
            rows.Row(i).CopyTo(joined.AsSpan(i * (rows.Columns + 1)));
            joined[(i + 1) * (rows.Columns + 1) - 1] = rows.Targets[i];
        }
        return Moments.Count(rows.Columns + 1, _settings.Order ?? 1) <= _size
            ? MomentCompressor.Compress(new Measure(joined, rows.Columns + 1), Options(_size), cancellation)
            : null;
    }

    private List<(RowChoice Choice, int Draw, LearningRows Rows)> Choices(Coreset coreset, Coreset? paper)
    {
        LearningRows rows = _split.Training;
        List<(RowChoice, int, LearningRows)> choices =
            [(RowChoice.All, 0, rows), (RowChoice.Coreset, 0, rows.Subset(coreset.Indices.Span, coreset.Weights.Span))];
        if (paper is not null)
            choices.Add((RowChoice.Paper, 0, rows.Subset(paper.Indices.Span, paper.Weights.Span)));
        for (int draw = 0; draw < _settings.Draws; draw++)
            choices.Add((RowChoice.Random, draw, Drawn(draw)));
        return choices;
    }

    private LearningRows Drawn(int draw)
    {
        LearningRows rows = _split.Training;
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        new SplitMix64(ExperimentSeed.ForPart(_settings.Seed, 1, draw)).Draw(order.AsSpan(), _size);
        return rows.Subset(order.AsSpan(0, _size), [.. Enumerable.Repeat((double)rows.Count / _size, _size)]);
    }

    private FitOutcome Fit(IEvaluationModel model, RowChoice choice, int draw, LearningRows rows, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var clock = Stopwatch.StartNew();
        IPredictor predictor = model.Fit(rows, ExperimentSeed.ForPart(_settings.Seed, 2, draw), cancellation);
        double seconds = clock.Elapsed.TotalSeconds;
        TestScore score = TestScore.Compute(predictor.Predict(_split.Test), _split.Test);
        return new FitOutcome(model.Name, choice, draw, rows.Count)
        {
            Error = score.Error,
            Accuracy = score.Accuracy,
            Seconds = seconds,
        };
    }
}

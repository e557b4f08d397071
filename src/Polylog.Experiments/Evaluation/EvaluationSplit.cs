using System.Diagnostics;

namespace Polylog.Experiments;

/// <summary>One split into training rows and test rows, with what models learn from in it.</summary>
/// <param name="settings">What to compare.</param>
/// <param name="seed">Seed of the split, the random rows and the random parts of models.</param>
/// <param name="training">The training rows.</param>
/// <param name="test">The test rows.</param>
/// <param name="points">The numeric features of the training rows, with their weights and groups.</param>
internal sealed class EvaluationSplit(
    EvaluationSettings settings, ulong seed, LearningRows training, LearningRows test, Measure points)
{
    public LearningRows Training => training;

    public LearningRows Test => test;

    /// <summary>What the coreset is made of.</summary>
    public Measure Points { get; } = points.WithTargets(training.Targets, settings.Loss);

    /// <summary>Makes both coresets.</summary>
    public SplitResult Compress(int size, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        Coreset coreset = MomentCompressor.Compress(Points, Options(size), cancellation);
        return new SplitResult
        {
            Seed = seed,
            Coreset = coreset,
            CoresetSeconds = clock.Elapsed.TotalSeconds,
            Smooth = settings.SmoothTarget ? coreset.Smooth(Points, settings.Threads, null, cancellation).Values : null,
            Paper = Paper(size, cancellation),
            ConstantError = TestScore.Compute(ConstantPrediction.Predict(training, test), test).Error,
        };
    }

    /// <summary>The rows that models learn from.</summary>
    public List<(RowChoice Choice, int Draw, LearningRows Rows)> Choices(SplitResult made)
    {
        List<(RowChoice, int, LearningRows)> choices = [(RowChoice.All, 0, training), (RowChoice.Coreset, 0, Kept(made.Coreset))];
        if (made.Smooth is not null)
            choices.Add((RowChoice.Smooth, 0, Kept(made.Coreset).WithTargets(made.Smooth)));
        if (made.Paper is not null)
            choices.Add((RowChoice.Paper, 0, Kept(made.Paper)));
        for (int draw = 0; draw < settings.Draws; draw++)
        {
            (int[] drawn, double[] weights) = RandomSubset.Draw(
                points.Weights.Span, training.Count, made.Coreset.Count, ExperimentSeed.ForPart(seed, 1, draw));
            choices.Add((RowChoice.Random, draw, training.Subset(drawn, weights)));
        }
        return choices;
    }

    /// <summary>Fits a model and measures its error on the test rows.</summary>
    public FitOutcome Fit(
        IEvaluationModel model,
        (RowChoice Choice, int Draw, LearningRows Rows) choice,
        double constantError,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var clock = Stopwatch.StartNew();
        IPredictor predictor = model.Fit(choice.Rows, ExperimentSeed.ForPart(seed, 2, choice.Draw), cancellation);
        double seconds = clock.Elapsed.TotalSeconds;
        TestScore score = TestScore.Compute(predictor.Predict(test), test);
        return new FitOutcome(model.Name, seed, choice.Choice, choice.Draw)
        {
            Count = choice.Rows.Count,
            Error = score.Error,
            Accuracy = score.Accuracy,
            Seconds = seconds,
            IsFailed = FitOutcome.Fails(score.Error, constantError),
        };
    }

    private LearningRows Kept(Coreset coreset) => training.Subset(coreset.Indices.Span, coreset.Weights.Span);

    private CompressionOptions Options(int size) =>
        new() { Order = settings.Order, Size = size, Use = settings.Use, Functions = settings.Functions, Threads = settings.Threads };

    // The paper's objects are rows (x, y), and an order has more moments of them than there are of x alone.
    private Coreset? Paper(int size, CancellationToken cancellation)
    {
        int columns = points.Dimension + 1;
        double[] joined = new double[checked(points.Count * columns)];
        for (int i = 0; i < points.Count; i++)
        {
            points.Atom(i).CopyTo(joined.AsSpan(i * columns));
            joined[(i + 1) * columns - 1] = training.Targets[i];
        }
        var measure = new Measure(joined, columns, points.Weights);
        if (!points.Groups.IsEmpty)
            measure = measure.WithGroups(points.Groups);
        return GroupedCompression.Least(measure, settings.Order ?? 1) <= size
            ? MomentCompressor.Compress(measure, Options(size), cancellation)
            : null;
    }
}

using System.Diagnostics;

namespace Polylog.Experiments;

/// <summary>
/// Fits models to all training rows, to a weighted coreset, to a coreset made as in the paper and to as many random rows, and compares
/// their errors on test rows, in several splits.
/// </summary>
public sealed class Evaluation
{
    private const int WarmUpRows = 400;
    private const double FirstGuessSeconds = 2;

    private readonly EvaluationSettings _settings;
    private readonly UsedRows _used;
    private readonly int _size;

    /// <summary>Checks everything that can be checked before the work.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="settings">What to compare.</param>
    /// <exception cref="ExperimentException">
    /// The target, a category or the size does not allow an evaluation, or none of the models predicts such a target.
    /// </exception>
    public Evaluation(EvaluationInput input, EvaluationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Splits, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Draws, 1);
        int[] used = [.. Enumerable.Range(0, input.Targets.Length).Where(row => input.Weights is not { } weights || weights[row] > 0)];
        EvaluationCheck.Targets(input.TargetName, Array.ConvertAll(used, row => input.Targets[row]), settings.Loss, input.ClassNames);
        EvaluationCheck.Categories(input.Categories);
        if (settings.SmoothTarget && !EvaluationCheck.IsNumber(settings.Loss))
        {
            throw new ExperimentException(
                $"the target '{input.TargetName}' has classes, and only numbers can be smoothed; use {OptionNames.SquaredLoss}, or leave "
                + $"{OptionNames.SmoothTarget} out");
        }
        _settings = settings;
        _used = new UsedRows(input, used, settings.Loss);
        _size = Size(input);
        Models = [.. settings.Models.Where(model => model.Predicts(_used.Rows.Classes))];
        if (Models.Count == 0)
        {
            throw new ExperimentException(
                $"none of the models predicts {(_used.Rows.Classes == 0 ? "a number" : "classes")}; "
                + $"choose others with {OptionNames.Models}, or another loss with {OptionNames.Loss}");
        }
    }

    /// <summary>The models that predict this kind of target.</summary>
    public IReadOnlyList<IEvaluationModel> Models { get; }

    private IEnumerable<ulong> Seeds => Enumerable.Range(0, _settings.Splits).Select(split => _settings.Seed + (ulong)split);

    /// <summary>Does the work.</summary>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="ExperimentException">None of the models could be trained on this machine.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EvaluationResult Run(IProgress<FigureProgress>? progress = null, CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var made = new List<SplitResult>();
        var fits = new List<FitOutcome>();
        var leftOut = new Dictionary<string, string>();
        int training = 0, test = 0;
        foreach ((int number, ulong seed) in Seeds.Index())
        {
            EvaluationSplit split = _used.Split(_settings, seed);
            Tell("compressing", number);
            made.Add(split.Compress(_size, cancellation));
            (training, test) = (split.Training.Count, split.Test.Count);
            RunModels(split, made[^1], number);
        }
        if (fits.Count == 0)
        {
            throw new ExperimentException(
                $"none of the models could be trained: {string.Join("; ", leftOut.Select(pair => $"{pair.Key}: {pair.Value}"))}");
        }
        return new EvaluationResult
        {
            TrainingRows = training,
            TestRows = test,
            Classes = _used.Rows.Classes,
            Features = _used.Rows.Columns,
            Splits = made,
            Fits = fits,
            LeftOut = [.. leftOut.Select(pair => (pair.Key, pair.Value))],
        };

        void RunModels(EvaluationSplit split, SplitResult own, int number)
        {
            List<(RowChoice Choice, int Draw, LearningRows Rows)> choices = split.Choices(own);
            // Fits differ most in their rows: time left goes by these, model by model.
            double all = Models.Count * choices.Sum(choice => (double)choice.Rows.Count), done = 0;
            foreach ((int place, IEvaluationModel model) in Models.Index())
            {
                try
                {
                    if (leftOut.ContainsKey(model.Name))
                        continue;
                    if (number == 0)
                        WarmUp(model, split, cancellation);
                    foreach ((RowChoice Choice, int Draw, LearningRows Rows) choice in choices)
                    {
                        Tell(model.Name, number + done / all);
                        fits.Add(split.Fit(model, choice, own.ConstantError, cancellation));
                        done += choice.Rows.Count;
                    }
                }
                catch (ModelUnavailableException exception)
                {
                    leftOut.Add(model.Name, exception.Message);
                    fits.RemoveAll(fit => fit.Model == model.Name);
                    done = (place + 1) * (all / Models.Count);
                }
            }
        }

        void Tell(string now, double splits)
        {
            double past = clock.Elapsed.TotalSeconds, share = splits / _settings.Splits;
            TimeSpan? left = past > FirstGuessSeconds && share > 0 ? TimeSpan.FromSeconds(past * (1 - share) / share) : null;
            progress?.Report(new FigureProgress(share, now, left));
        }
    }

    // Compiling and loading at the first use must not count as training time.
    private static void WarmUp(IEvaluationModel model, EvaluationSplit split, CancellationToken cancellation)
    {
        LearningRows few = split.Training.Subset([.. Enumerable.Range(0, Math.Min(WarmUpRows, split.Training.Count))]);
        split.Fit(model, (RowChoice.Random, 0, few), 0, cancellation);
    }

    // Without groups or classes every split needs the same.
    private int Size(EvaluationInput input)
    {
        bool differ = input.Groups is not null || _settings.Loss.SplitsByTarget;
        return Seeds.Take(differ ? _settings.Splits : 1)
            .Select(seed => EvaluationCheck.Size(_settings, _used.Split(_settings, seed).Points)).ToArray()[0];
    }
}

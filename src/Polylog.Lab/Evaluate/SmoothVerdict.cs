using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>Which target to train on: the coreset's own, or the smoothed one.</summary>
internal static class SmoothVerdict
{
    /// <summary>A sentence. Differences count where they are larger than twice their standard errors over three splits or more.</summary>
    /// <param name="models">The models, with both targets.</param>
    public static string Sentence(IReadOnlyList<ModelSummary> models)
    {
        ModelSummary[] judged = [.. models.Where(model => model.SmoothGain is { StandardError: not null })];
        if (judged.Length == 0 || judged.All(model => model.Splits < 3))
            return "too few splits to tell whether the smooth target is better; use --splits 3 or more";
        string[] better = Names(model => !model.IsSmoothGainNoise && model.SmoothGain!.Value > 0);
        string[] worse = Names(model => !model.IsSmoothGainNoise && model.SmoothGain!.Value < 0);
        string[] same = Names(model => model.IsSmoothGainNoise);
        string rest = same.Length > 0 && same.Length < judged.Length ? $"; no difference for {Format.Names(same)}" : "";
        return (better, worse) switch
        {
            ({ Length: 0 }, { Length: 0 }) => "either target: the differences are inside twice their standard errors",
            (_, { Length: 0 }) => $"the smooth target: better for {Format.Names(better)}{rest}",
            ({ Length: 0 }, _) => $"the target itself: the smooth one is worse for {Format.Names(worse)}{rest}",
            _ => $"the smooth target for {Format.Names(better)}, the target itself for {Format.Names(worse)}{rest}",
        };

        string[] Names(Func<ModelSummary, bool> isOne) => [.. judged.Where(isOne).Select(model => model.Model)];
    }
}

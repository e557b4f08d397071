namespace Polylog.Cli;

/// <summary>Says in the command's words that a largest weight cannot be had.</summary>
internal static class WeightLimit
{
    /// <summary>Compresses; the fault of a largest weight becomes a message about the options that were typed.</summary>
    /// <exception cref="CommandException">A row's own weight is above the limit.</exception>
    public static Coreset Compress(
        Measure measure, CompressionOptions options, CompressRequest request, CancellationToken cancellation)
    {
        try
        {
            return MomentCompressor.Compress(measure, options, cancellation);
        }
        catch (ArgumentOutOfRangeException exception) when (exception.ParamName == nameof(CompressionOptions.MaxWeight))
        {
            throw new CommandException(Sentence(exception.Message, request));
        }
    }

    /// <summary>Refuses weights above the limit, which remain where all rows of a group are kept.</summary>
    public static void Check(Coreset coreset, CompressRequest request)
    {
        if (request.MaxWeight is not { } limit)
            return;
        double largest = KernelCheck.LargestWeight(coreset.Points);
        if (largest <= limit * (1 + MethodRecord.WeightRounding))
            return;
        string option = request.HasEqualWeights ? "--equal-weights cannot be had:" : $"--max-weight is {Format.Figure(limit)}, but";
        string needed = Format.Figure(Math.Ceiling(1000 * largest) / 1000);
        throw new CommandException($"{option} the heaviest of the {Format.Count(coreset.Count, "kept row")} has {needed} times the mean "
            + $"weight{(coreset.Points.Groups.IsEmpty ? "" : " of its group")}; use --max-weight {needed} or more, or keep fewer rows");
    }

    private static string Sentence(string message, CompressRequest request)
    {
        int end = message.IndexOf(" (Parameter ", StringComparison.Ordinal);
        string own = OptionTranslation.Apply(end < 0 ? message : message[..end]).TrimEnd('.')
            .Replace("an atom's", "a row's", StringComparison.Ordinal)
            .Replace(" atoms", " rows", StringComparison.Ordinal)
            .Replace("; give ", "; use --max-weight ", StringComparison.Ordinal);
        int colon = own.IndexOf(": ", StringComparison.Ordinal);
        return request.HasEqualWeights ? $"--equal-weights cannot be had{own[colon..]}"
            : own.Replace(": ", ", but ", StringComparison.Ordinal);
    }
}

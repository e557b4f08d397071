namespace Polylog.Cli;

/// <summary>The column of targets with less noise: <c>--smooth-target</c>.</summary>
internal static class SmoothColumn
{
    /// <summary>Refuses targets that cannot be smoothed, before the compression.</summary>
    public static void Check(CompressRequest request, Roles roles)
    {
        if (request.SmoothName is not null && roles.Targets.Count > 1)
            throw new CommandException($"--target names {roles.Targets.Count} columns, but --smooth-target takes one; name one");
        if (request.SmoothName is not null && roles.Columns.Count == (roles.Loss is LossWord.Any ? 1 : 0))
            throw new CommandException("--smooth-target needs columns beside the target; name more --columns");
    }

    /// <summary>Estimates the target of the kept rows from all rows; null where nobody asked.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <param name="roles">With one target that is a number.</param>
    /// <param name="measure">All rows.</param>
    /// <param name="coreset">The kept rows.</param>
    /// <param name="watch">Shows how far it is.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static SmoothedTargets? Make(
        CompressRequest request, Roles roles, Measure measure, Coreset coreset, Watch watch, CancellationToken cancellation)
    {
        if (request.SmoothName is null)
            return null;
        int threads = request.Threads ?? 0;
        if (roles.Loss is not LossWord.Any)
            return watch.Over("smoothing", progress => coreset.Smooth(measure, threads, progress, cancellation));
        Measure all = WithTarget(measure);
        return watch.Over("smoothing", progress => new TargetSmoother(threads, cancellation).Run(
            all, all.Subset(coreset.Indices.Span, coreset.Weights), progress));
    }

    /// <summary>What the column is, in a sentence.</summary>
    public static string Sentence(CompressRequest request, Roles roles, SmoothedTargets smooth)
    {
        string target = roles.Targets[0], column = $"column '{request.SmoothName}'";
        if (smooth.Unexplained[0] is not { } unexplained)
            return $"{column} is '{target}': there are too few rows to smooth it";
        double removed = smooth.VarianceRemoved[0];
        string variance = removed >= 0 ? $"{Format.Percent(removed)} less variance" : $"{Format.Percent(-removed)} more variance";
        return $"{column}: {Format.Percent(smooth.Share[0])} a smooth regression on {Format.Count(smooth.Rows, "row")}, the rest "
            + $"'{target}'; the same mean and {variance} than '{target}'; the regression leaves {Format.Percent(unexplained)} of "
            + $"'{target}' unexplained";
    }

    // With --loss any the target is the last coordinate.
    private static Measure WithTarget(Measure measure)
    {
        int features = measure.Dimension - 1;
        double[] targets = new double[measure.Count];
        for (int i = 0; i < targets.Length; i++)
            targets[i] = measure.Atom(i)[features];
        return measure.InCoordinates([.. Enumerable.Range(0, features)]).WithTargets(targets, Loss.Squared);
    }
}

namespace Polylog.Cli;

/// <summary>Compares the moments of every part (group or class) on its own.</summary>
/// <param name="Parts">The number of parts.</param>
/// <param name="WorstResidual">The largest residual of all parts; infinite where the coreset has no row of a part.</param>
/// <param name="WorstPart">The name of the part with the largest residual.</param>
/// <param name="WorstExponents">The moment with the largest residual.</param>
internal sealed record PartAudit(int Parts, double WorstResidual, string WorstPart, IReadOnlyList<int> WorstExponents)
{
    /// <summary>Compares part by part; null where the table has one part.</summary>
    public static PartAudit? Compare(MarkedRows full, MarkedRows coreset, int order, CancellationToken cancellation)
    {
        if (full.Cells is not { } cells)
            return null;
        int[][] rows = cells.Rows(), kept = coreset.Cells!.Rows();
        int[] weighing = coreset.Cells.Weighing(coreset.Measure.Weights.Span);
        var worst = new PartAudit(rows.Length, 0, cells.Name(0), []);
        for (int part = 0; part < rows.Length; part++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (weighing[part] == 0)
                return worst with { WorstResidual = double.PositiveInfinity, WorstPart = cells.Name(part), WorstExponents = [] };
            MomentAudit audit = Findings.Audited(full.Part(rows[part]), coreset.Part(kept[part]), order, progress: null, cancellation);
            if (!(audit.WorstResidual <= worst.WorstResidual))
                worst = new PartAudit(rows.Length, audit.WorstResidual, cells.Name(part), audit.WorstExponents);
        }
        return worst;
    }
}

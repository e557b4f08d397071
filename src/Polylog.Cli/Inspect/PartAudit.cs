namespace Polylog.Cli;

/// <summary>Whether every group and class, each by itself, has the moments it had.</summary>
/// <param name="Parts">How many there are.</param>
/// <param name="WorstResidual">The largest residual of any; infinite where the coreset has no row of one.</param>
/// <param name="WorstPart">What the one is called that has it.</param>
/// <param name="WorstExponents">Its moment.</param>
internal sealed record PartAudit(int Parts, double WorstResidual, string WorstPart, IReadOnlyList<int> WorstExponents)
{
    /// <summary>Compares part by part; null where there are no parts.</summary>
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
            var audit = MomentAudit.Compare(full.Part(rows[part]), coreset.Part(kept[part]), order, cancellation: cancellation);
            if (!(audit.WorstResidual <= worst.WorstResidual))
                worst = worst with { WorstResidual = audit.WorstResidual, WorstPart = cells.Name(part), WorstExponents = audit.WorstExponents };
        }
        return worst;
    }
}

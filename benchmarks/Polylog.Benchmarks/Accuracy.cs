using System.Globalization;
using Polylog.Experiments;

namespace Polylog.Benchmarks;

/// <summary>Errors and moment residuals of the table's compressions: what the times buy.</summary>
internal static class Accuracy
{
    private const int Seeds = 4;
    private const int Draws = 30;

    public static void Print()
    {
        Console.WriteLine("| m,k,d,d' | effort | kept | leaves | rms error of f | residual, leaf basis | residual, global monomials |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (Problem one in Problem.Table.Concat(Problem.HighOrders))
        {
            foreach (Effort effort in Enum.GetValues<Effort>())
                Print(one, effort);
        }
    }

    private static void Print(Problem one, Effort effort)
    {
        double logError = 0, local = 0, global = 0;
        Coreset? coreset = null;
        int seeds = one.Count > 1_000_000 ? 1 : Seeds;
        for (int seed = 0; seed < seeds; seed++)
        {
            Measure measure = UniformCube.Draw(one.Count, one.Dimension, (ulong)seed);
            coreset = MomentCompressor.Compress(
                measure, new CompressionOptions { Order = one.Order, Size = one.Size, Scale = ColumnScale.None, Effort = effort });
            logError += Math.Log(
                SigmoidMean.RootMeanSquareError(measure, coreset, one.Count > 200_000 ? 3 : Draws, (ulong)seed + 100)) / seeds;
            local = Math.Max(local, coreset.MomentResidual);
            global = Math.Max(global, MomentAudit.Compare(measure, coreset.Points, one.Order).WorstResidual);
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {one} | {effort} | {coreset!.Count} | {coreset.Leaves} | {Math.Exp(logError):E1} | {local:E1} | {global:E1} |"));
    }
}

namespace Polylog.Cli;

/// <summary>What a demonstration made and found.</summary>
/// <param name="Files">The files it wrote.</param>
/// <param name="Compression">The compression of its table.</param>
/// <param name="Comparisons">Errors of the kept rows and of random rows.</param>
/// <param name="Time">The time of all of it.</param>
internal sealed record DemoOutcome(
    DemoFiles Files, CompressOutcome Compression, IReadOnlyList<DemoComparison> Comparisons, TimeSpan Time);

/// <summary>One relative error, of the kept rows and of as many random rows, both against all rows.</summary>
internal sealed record DemoComparison(string What, double Kept, double Random);

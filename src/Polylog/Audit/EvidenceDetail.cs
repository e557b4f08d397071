namespace Polylog;

/// <summary>Kinds of test functions.</summary>
internal enum FunctionKind
{
    Smooth,
    Kinked,
    Steps,
    Tails,
    HighFrequencies,
}

/// <summary>Relative errors of the test functions one by one, by kind. A kind that was not tested is left out.</summary>
/// <param name="Kinds">The kinds.</param>
internal sealed record EvidenceDetail(IReadOnlyList<KindErrors> Kinds);

/// <summary>Relative errors of the functions of a kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Coreset">For each function the coreset's error.</param>
/// <param name="Random">For each random subset the errors of all functions.</param>
internal sealed record KindErrors(FunctionKind Kind, IReadOnlyList<double> Coreset, IReadOnlyList<IReadOnlyList<double>> Random);

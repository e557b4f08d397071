namespace Polylog.Networks;

/// <summary>Numbers for one input of a model.</summary>
/// <param name="Name">The input.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Values">The numbers, row-major; rounded to the input's own type.</param>
internal sealed record ModelInput(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values);

/// <summary>Numbers of one output of a model.</summary>
/// <param name="Name">The output.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Values">The numbers, row-major.</param>
internal sealed record ModelOutput(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<double> Values);

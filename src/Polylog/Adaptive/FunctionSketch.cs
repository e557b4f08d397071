namespace Polylog;

/// <summary>
/// Sketches many functions by few numbers: every function is added, with a random sign, to one of them. Norms and products of vectors of
/// functions are kept in the mean over signs.
/// </summary>
/// <remarks>M. Charikar, K. Chen, M. Farach-Colton, Finding frequent items in data streams (2002).</remarks>
internal sealed class FunctionSketch
{
    private readonly int[] _places;
    private readonly double[] _signs;

    /// <summary>Draws places and signs.</summary>
    /// <param name="functions">Functions there are.</param>
    /// <param name="numbers">Numbers that they become.</param>
    /// <param name="seed">Seed.</param>
    public FunctionSketch(int functions, int numbers, ulong seed)
    {
        var random = new SplitMix64(seed);
        _places = new int[functions];
        _signs = new double[functions];
        for (int f = 0; f < functions; f++)
        {
            ulong drawn = random.Next();
            _places[f] = (int)((drawn >> 32) % (ulong)numbers);
            _signs[f] = (drawn & 1) == 0 ? 1 : -1;
        }
        Numbers = numbers;
    }

    /// <summary>Functions there are.</summary>
    public int Functions => _places.Length;

    /// <summary>Numbers that they become.</summary>
    public int Numbers { get; }

    /// <summary>The numbers of one row.</summary>
    /// <param name="functions">IN, the functions' values.</param>
    /// <param name="numbers">OUT, the sketch.</param>
    public void Apply(ReadOnlySpan<double> functions, Span<double> numbers)
    {
        numbers.Clear();
        for (int f = 0; f < functions.Length; f++)
            numbers[_places[f]] += _signs[f] * functions[f];
    }
}

namespace Polylog;

/// <summary>Collects the options of a region, with the errors of all of them in one array.</summary>
/// <param name="region">The region.</param>
/// <param name="functions">Errors an option has.</param>
internal ref struct OptionList(RegionEstimate region, int functions)
{
    private readonly List<(int Order, int Keep, bool Watched)> _options = new(8);
    private double[] _errors = new double[8 * functions];

    /// <summary>Adds an option.</summary>
    /// <returns>Where its errors go, until the next is added.</returns>
    public Span<double> Add(int order, int keep, bool watched)
    {
        int start = _options.Count * functions;
        if (start == _errors.Length)
            Array.Resize(ref _errors, 2 * start);
        _options.Add((order, keep, watched));
        return _errors.AsSpan(start, functions);
    }

    /// <summary>The options in the order they were added.</summary>
    public readonly LeafOption[] ToArray()
    {
        var options = new LeafOption[_options.Count];
        for (int i = 0; i < options.Length; i++)
        {
            (int order, int keep, bool watched) = _options[i];
            options[i] = new LeafOption(region, order, keep, _errors.AsMemory(i * functions, functions), watched);
        }
        return options;
    }
}

namespace Polylog.ML;

/// <summary>A growing list of numbers whose final length is not known.</summary>
internal sealed class NumberList(int expected)
{
    private double[] _values = new double[expected];
    private int _count;

    public ReadOnlyMemory<double> Values => _values.AsMemory(0, _count);

    /// <summary>Room for some more.</summary>
    public Span<double> Room(int count)
    {
        if (_values.Length - _count < count)
            Array.Resize(ref _values, (int)Math.Min(Math.Max(2L * _values.Length, _count + Math.Max(count, 1024L)), Array.MaxLength));
        _count = checked(_count + count);
        return _values.AsSpan(_count - count, count);
    }
}

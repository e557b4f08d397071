namespace Polylog;

/// <summary>The buffers of one worker of a survey.</summary>
internal sealed class SurveyBuffers
{
    private LeafFeatures? _evaluation;
    private double[] _rows = [];
    private int[] _counting = [];

    public AlignedBuffer Features { get; } = new();

    public AlignedBuffer Trials { get; } = new();

    public AlignedBuffer Seen { get; } = new();

    public LeafFeatures Evaluation(FunctionBasis basis) => _evaluation ??= new LeafFeatures(basis, new Workers());

    public double[] Rows(int length) => _rows.Length >= length ? _rows : _rows = new double[length];

    public ReadOnlySpan<int> Counting(int length)
    {
        if (_counting.Length < length)
            _counting = [.. Enumerable.Range(0, length)];
        return _counting.AsSpan(0, length);
    }
}

namespace Polylog.Experiments;

/// <summary>The terms of a linear model: 1, the standardised columns, and for degree 2 all products of two of them.</summary>
internal sealed class PolynomialTerms(LearningRows rows, int degree)
{
    private readonly StandardColumns _standard = new(rows);
    private readonly double[] _values = new double[rows.Columns];

    /// <summary>Number of terms.</summary>
    public int Count { get; } = 1 + rows.Columns + (degree == 2 ? rows.Columns * (rows.Columns + 1) / 2 : 0);

    /// <summary>Writes the terms of a row.</summary>
    public void Write(ReadOnlySpan<double> row, Span<double> terms)
    {
        _standard.Apply(row, _values);
        terms[0] = 1;
        _values.CopyTo(terms[1..]);
        if (degree < 2)
            return;
        int next = 1 + _values.Length;
        for (int i = 0; i < _values.Length; i++)
        {
            for (int j = 0; j <= i; j++)
                terms[next++] = _values[i] * _values[j];
        }
    }
}

using System.Globalization;
using Polylog.Networks;

namespace Polylog.Experiments;

/// <summary>The heads of an attention layer as units.</summary>
/// <remarks>
/// The attention of a head depends only on Wq^T Wk, which is its place; the outgoing weights are Wo Wv. So heads with different parameters
/// can respond alike. A head can have any outgoing weights if its inner dimension is at least the size of a token or of an output.
/// </remarks>
public sealed class AttentionUnits : IUnitSum<AttentionLayer>
{
    private readonly AttentionLayer _layer;
    private readonly AttentionShape _shape;
    private readonly double[] _heads;

    /// <summary>The heads of a layer.</summary>
    /// <param name="layer">The layer; its parameters are copied.</param>
    public AttentionUnits(AttentionLayer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _layer = layer;
        _shape = layer.Shape;
        _heads = new double[layer.Heads * _shape.HeadParameters];
        for (int head = 0; head < layer.Heads; head++)
            layer.GetHead(head, _heads.AsSpan(head * _shape.HeadParameters, _shape.HeadParameters));
    }

    /// <inheritdoc/>
    public int Units => _layer.Heads;

    /// <inheritdoc/>
    public Measure Objects => new(_heads, _shape.HeadParameters, _layer.Masses.ToArray().Select(mass => (double)mass).ToArray());

    /// <summary>D^2: the product Wq^T Wk.</summary>
    public int PlaceSize => _shape.TokenSize * _shape.TokenSize;

    /// <inheritdoc/>
    public int KnownSize => 0;

    /// <summary>O x D: the product Wo Wv.</summary>
    public int OutgoingSize => _shape.OutputSize * _shape.TokenSize;

    /// <inheritdoc/>
    public UnitPlace Locate(int unit, Span<double> place, Span<double> known)
    {
        ReadOnlySpan<double> query = Matrix(unit, 0), key = Matrix(unit, 1);
        int size = _shape.TokenSize;
        for (int a = 0; a < size; a++)
        {
            for (int b = 0; b < size; b++)
            {
                double sum = 0;
                for (int e = 0; e < _shape.HeadSize; e++)
                    sum += query[e * size + a] * key[e * size + b];
                place[a * size + b] = sum;
            }
        }
        return new UnitPlace(0, 1);
    }

    /// <inheritdoc/>
    public void ReadOutgoing(int unit, Span<double> outgoing)
    {
        ReadOnlySpan<double> value = Matrix(unit, 2), output = Output(unit);
        int size = _shape.TokenSize;
        for (int o = 0; o < _shape.OutputSize; o++)
        {
            for (int d = 0; d < size; d++)
            {
                double sum = 0;
                for (int e = 0; e < _shape.HeadSize; e++)
                    sum += output[o * _shape.HeadSize + e] * value[e * size + d];
                outgoing[o * size + d] = _layer.Masses[unit] * sum;
            }
        }
    }

    /// <inheritdoc/>
    public AttentionLayer Keep(ReadOnlySpan<int> units, ReadOnlySpan<double> masses) => _layer.Keep(units, masses);

    /// <summary>Keeps the attention of heads and gives them other outgoing weights; the masses of the new layer are 1.</summary>
    /// <param name="units">IN, the heads.</param>
    /// <param name="outgoing">IN, heads x O x D: each head's new Wo Wv.</param>
    /// <exception cref="InvalidOperationException">
    /// The inner dimension of a head is below the sizes of both token and output, so it cannot have any outgoing weights.
    /// </exception>
    public AttentionLayer Replace(ReadOnlySpan<int> units, ReadOnlySpan<double> outgoing)
    {
        bool throughValue = _shape.HeadSize >= _shape.OutputSize;
        if (!throughValue && _shape.HeadSize < _shape.TokenSize)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"Heads of size {_shape.HeadSize} cannot have any {_shape.OutputSize} x {_shape.TokenSize} product; use Keep."));
        }
        double[] ones = new double[units.Length];
        Array.Fill(ones, 1);
        AttentionLayer layer = _layer.Keep(units, ones);
        double[] head = new double[_shape.HeadParameters];
        int matrix = _shape.HeadSize * _shape.TokenSize;
        for (int j = 0; j < units.Length; j++)
        {
            layer.GetHead(j, head);
            Span<double> value = head.AsSpan(2 * matrix, matrix), output = head.AsSpan(3 * matrix);
            value.Clear();
            output.Clear();
            ReadOnlySpan<double> own = outgoing.Slice(j * OutgoingSize, OutgoingSize);
            // One of the two factors is the identity matrix, padded with zeros.
            for (int o = 0; o < _shape.OutputSize; o++)
            {
                for (int d = 0; d < _shape.TokenSize; d++)
                {
                    double number = own[o * _shape.TokenSize + d];
                    if (throughValue)
                        value[o * _shape.TokenSize + d] = number;
                    else
                        output[o * _shape.HeadSize + d] = number;
                }
            }
            for (int i = 0; i < (throughValue ? _shape.OutputSize : _shape.TokenSize); i++)
            {
                if (throughValue)
                    output[i * _shape.HeadSize + i] = 1;
                else
                    value[i * _shape.TokenSize + i] = 1;
            }
            layer.SetHead(j, head);
        }
        return layer;
    }

    private ReadOnlySpan<double> Matrix(int unit, int which)
    {
        int size = _shape.HeadSize * _shape.TokenSize;
        return _heads.AsSpan(unit * _shape.HeadParameters + which * size, size);
    }

    private ReadOnlySpan<double> Output(int unit) =>
        _heads.AsSpan(unit * _shape.HeadParameters + 3 * _shape.HeadSize * _shape.TokenSize, _shape.OutputSize * _shape.HeadSize);
}

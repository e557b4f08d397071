using System.Globalization;

namespace Polylog.Networks;

/// <summary>The product Wq^T Wk = sum_i q_i k_i^T of a head, i its inner dimension.</summary>
/// <param name="Queries">q_i, inner x token, row-major.</param>
/// <param name="Keys">k_i, as many.</param>
/// <param name="TokenSize">Numbers of a token.</param>
public sealed record QueryKeyProduct(double[] Queries, double[] Keys, int TokenSize);

/// <summary>
/// The inner dimensions of a head as units: the product is a sum over them. It is linear in q_i, so as many as a token has numbers are enough, without a change of the product.
/// </summary>
public sealed class QueryKeyUnits : IUnitSum<QueryKeyProduct>
{
    private readonly QueryKeyProduct _product;

    /// <summary>Sees a product as its terms.</summary>
    /// <param name="product">The product.</param>
    /// <exception cref="ArgumentException">The lengths are no multiple of the token's, or differ.</exception>
    public QueryKeyUnits(QueryKeyProduct product)
    {
        ArgumentNullException.ThrowIfNull(product);
        if (product.TokenSize < 1 || product.Queries.Length == 0 || product.Queries.Length % product.TokenSize != 0 || product.Keys.Length != product.Queries.Length)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{product.Queries.Length} numbers of queries and {product.Keys.Length} of keys are not one row of {product.TokenSize} each for every inner dimension."), nameof(product));
        }
        _product = product;
    }

    /// <inheritdoc/>
    public int Units => _product.Queries.Length / _product.TokenSize;

    /// <inheritdoc/>
    public Measure Objects
    {
        get
        {
            int size = _product.TokenSize;
            double[] rows = new double[2 * _product.Queries.Length];
            for (int unit = 0; unit < Units; unit++)
            {
                _product.Queries.AsSpan(unit * size, size).CopyTo(rows.AsSpan(2 * unit * size));
                _product.Keys.AsSpan(unit * size, size).CopyTo(rows.AsSpan((2 * unit + 1) * size));
            }
            return new Measure(rows, 2 * size);
        }
    }

    /// <summary>None: the response is known.</summary>
    public int PlaceSize => 0;

    /// <summary>The numbers of q_i.</summary>
    public int KnownSize => _product.TokenSize;

    /// <summary>The numbers of k_i.</summary>
    public int OutgoingSize => _product.TokenSize;

    /// <inheritdoc/>
    public UnitPlace Locate(int unit, Span<double> place, Span<double> known)
    {
        _product.Queries.AsSpan(unit * _product.TokenSize, _product.TokenSize).CopyTo(known);
        return default;
    }

    /// <inheritdoc/>
    public void ReadOutgoing(int unit, Span<double> outgoing) => _product.Keys.AsSpan(unit * _product.TokenSize, _product.TokenSize).CopyTo(outgoing);

    /// <summary>Keeps terms with masses, which go into the keys.</summary>
    /// <param name="units">IN, the terms.</param>
    /// <param name="masses">IN, their masses.</param>
    public QueryKeyProduct Keep(ReadOnlySpan<int> units, ReadOnlySpan<double> masses)
    {
        double[] keys = new double[units.Length * _product.TokenSize];
        for (int j = 0; j < keys.Length; j++)
            keys[j] = masses[j / _product.TokenSize] * _product.Keys[units[j / _product.TokenSize] * _product.TokenSize + j % _product.TokenSize];
        return Replace(units, keys);
    }

    /// <inheritdoc/>
    public QueryKeyProduct Replace(ReadOnlySpan<int> units, ReadOnlySpan<double> outgoing)
    {
        double[] queries = new double[units.Length * _product.TokenSize];
        for (int j = 0; j < units.Length; j++)
            _product.Queries.AsSpan(units[j] * _product.TokenSize, _product.TokenSize).CopyTo(queries.AsSpan(j * _product.TokenSize));
        return _product with { Queries = queries, Keys = outgoing.ToArray() };
    }
}

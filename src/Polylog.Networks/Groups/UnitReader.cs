namespace Polylog.Networks;

/// <summary>A node that sums over the units: its weights times their responses.</summary>
/// <param name="Weights">The outgoing weights.</param>
/// <param name="Bias">The bias added to its outputs; null for none.</param>
/// <param name="Responses">The value it reads when the model runs; null for a file without a graph.</param>
internal sealed record UnitReader(UnitTensor Weights, SharedBias? Bias, ResponsePlace? Responses)
{
    /// <summary>The filter of a convolution, where it has more than one place; else null.</summary>
    public Filter? Filter { get; init; }

    /// <summary>Whether a response that is the same everywhere adds the same to every output: not behind padding.</summary>
    public bool KeepsConstants { get; init; } = true;

    /// <summary>Outputs of the node.</summary>
    public int Outputs => (int)Weights.Layout.Rows;

    /// <summary>Responses of a unit that are matched together.</summary>
    public int Columns => Responses?.Columns ?? 1;

    /// <summary>Outgoing weights of one response: outputs x places.</summary>
    public int Width => (int)(Weights.Layout.Width / Columns);

    /// <summary>Outgoing weights, (units x columns) x width, row-major; in a row the places of an output are beside each other.</summary>
    public double[] Read(CancellationToken cancellation = default) => Turned(Weights.Read(cancellation), Outputs, Columns);

    /// <summary>Weights as <see cref="Read"/> gives them, as they have to be stored.</summary>
    public double[] Stored(ReadOnlySpan<double> weights) => Weights.Stored(Turned(weights, Columns, Outputs));

    // Of each unit rows x columns x rest become columns x rows x rest.
    private double[] Turned(ReadOnlySpan<double> values, int rows, int columns)
    {
        if (Columns == 1)
            return values.ToArray();
        int each = (int)Weights.Layout.Width, rest = each / rows / columns;
        double[] turned = new double[values.Length];
        for (int at = 0; at < values.Length; at += each)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    values.Slice(at + (((row * columns) + column) * rest), rest)
                        .CopyTo(turned.AsSpan(at + (((column * rows) + row) * rest)));
                }
            }
        }
        return turned;
    }
}

/// <summary>New weights of a reader.</summary>
/// <param name="Outgoing">Outgoing weights of the units kept, (kept x columns) x width.</param>
/// <param name="Shift">Added to the bias, one number an output; empty for nothing.</param>
internal sealed record ReaderChange(double[] Outgoing, double[] Shift);

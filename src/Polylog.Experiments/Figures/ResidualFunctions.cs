namespace Polylog.Experiments;

/// <summary>
/// What the gradient of a two-layer ReLU network's squared loss is made of, row by row: for each unit the residual f(x) - y, times 1 and
/// times each input, where the unit is active. The gradient of each parameter is a sum of these with factors that no row changes, so that
/// matching them matches the gradient.
/// </summary>
/// <param name="rows">Inputs and target of each row, row-major.</param>
/// <param name="inputs">Inputs of a row.</param>
internal sealed class ResidualFunctions(double[] rows, int inputs)
{
    /// <summary>Functions of a state of a network.</summary>
    /// <param name="width">Units of the network.</param>
    public int Count(int width) => width * (inputs + 1);

    /// <summary>The parameters of a network: v, w, b of each unit, then the output's bias.</summary>
    public static double[] State(TwoLayerNetwork network)
    {
        double[] state = new double[network.Width * network.UnitSize + 1];
        for (int unit = 0; unit < network.Width; unit++)
            network.GetUnit(unit, state.AsSpan(unit * network.UnitSize, network.UnitSize));
        state[^1] = network.OutputBias[0];
        return state;
    }

    /// <summary>The functions at states of a network, one state after the other.</summary>
    /// <param name="states">Parameters, as <see cref="State"/> returns them.</param>
    public RowFunctions At(IReadOnlyList<double[]> states) => (chosen, values) =>
    {
        int all = values.Length / chosen.Length, own = all / states.Count;
        for (int i = 0; i < chosen.Length; i++)
        {
            ReadOnlySpan<double> row = rows.AsSpan(chosen[i] * (inputs + 1), inputs + 1);
            for (int state = 0; state < states.Count; state++)
                Write(states[state], row, values.Slice(i * all + state * own, own));
        }
    };

    private void Write(double[] state, ReadOnlySpan<double> row, Span<double> values)
    {
        int size = inputs + 2, width = state.Length / size;
        double output = state[^1];
        for (int unit = 0; unit < width; unit++)
        {
            ReadOnlySpan<double> own = state.AsSpan(unit * size, size);
            double before = own[^1];
            for (int input = 0; input < inputs; input++)
                before += own[1 + input] * row[input];
            output += own[0] * Math.Max(0, before);
            values[unit * (inputs + 1)] = before;
        }
        double residual = output - row[inputs];
        for (int unit = 0; unit < width; unit++)
        {
            Span<double> own = values.Slice(unit * (inputs + 1), inputs + 1);
            double active = own[0] > 0 ? residual : 0;
            own[0] = active;
            for (int input = 0; input < inputs; input++)
                own[1 + input] = active * row[input];
        }
    }
}

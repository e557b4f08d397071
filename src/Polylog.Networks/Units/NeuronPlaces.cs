namespace Polylog.Networks;

/// <summary>
/// The places of neurons s(w.x + b): (w, b), or for homogeneous activations the point where the direction of (w, b) meets a face of the
/// cube. Neurons at opposite places often respond alike up to known functions; they then get the same place.
/// </summary>
internal sealed class NeuronPlaces
{
    private readonly ReadOnlyMemory<double> _weights;
    private readonly ReadOnlyMemory<double> _biases;
    private readonly int _inputs;
    private readonly ResponseShape _shape;
    private readonly int _foldAxis;

    /// <summary>Prepares the places.</summary>
    /// <param name="weights">Incoming weights, units x inputs, row-major.</param>
    /// <param name="biases">Biases, one a unit.</param>
    /// <param name="inputs">Incoming weights of a unit.</param>
    /// <param name="shape">The activation's shape.</param>
    public NeuronPlaces(ReadOnlyMemory<double> weights, ReadOnlyMemory<double> biases, int inputs, ResponseShape shape)
    {
        _weights = weights;
        _biases = biases;
        _inputs = inputs;
        _shape = shape;
        _foldAxis = shape.IsHomogeneous ? 0 : WidestAxis();
    }

    /// <summary>Coordinates of a place.</summary>
    public int PlaceSize => _shape.IsLinear ? 0 : _shape.IsHomogeneous ? _inputs : _inputs + 1;

    /// <summary>Number of known functions: the linear ones, or the constant.</summary>
    public int KnownSize => _shape.Slope is { } slope ? slope == 0 ? 0 : _inputs + 1 : _shape.Constant is null or 0 ? 0 : 1;

    /// <inheritdoc cref="IUnitSum.Locate"/>
    public UnitPlace Locate(int unit, Span<double> place, Span<double> known)
    {
        if (KnownSize == 1)
            known[0] = 1;
        for (int axis = 0; KnownSize > 1 && axis <= _inputs; axis++)
            known[axis] = Parameter(unit, axis);
        if (_shape.IsLinear)
            return default;
        if (_shape.IsHomogeneous)
            return OnFace(unit, place);
        bool folds = _shape.Slope is not null || _shape.Constant is not null;
        double sign = folds && Parameter(unit, _foldAxis) < 0 ? -1 : 1;
        for (int axis = 0; axis <= _inputs; axis++)
            place[axis] = sign * Parameter(unit, axis);
        return new UnitPlace(0, _shape.Constant is null ? 1 : sign);
    }

    private UnitPlace OnFace(int unit, Span<double> place)
    {
        int face = 0;
        for (int axis = 1; axis <= _inputs; axis++)
        {
            if (Math.Abs(Parameter(unit, axis)) > Math.Abs(Parameter(unit, face)))
                face = axis;
        }
        // Signed, so that dividing by it makes opposite directions one.
        double distance = Parameter(unit, face);
        for (int axis = 0, next = 0; axis <= _inputs; axis++)
        {
            if (axis != face)
                place[next++] = distance == 0 ? 0 : Parameter(unit, axis) / distance;
        }
        return new UnitPlace(face, Math.Abs(distance));
    }

    private double Parameter(int unit, int axis) => axis < _inputs ? _weights.Span[unit * _inputs + axis] : _biases.Span[unit];

    private int WidestAxis()
    {
        int widest = 0;
        double most = -1;
        for (int axis = 0; axis <= _inputs; axis++)
        {
            double squares = 0;
            for (int unit = 0; unit < _biases.Length; unit++)
                squares += Parameter(unit, axis) * Parameter(unit, axis);
            if (squares > most)
                (widest, most) = (axis, squares);
        }
        return widest;
    }
}

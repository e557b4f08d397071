namespace Polylog.Networks;

/// <summary>
/// The places of all units of a layer, read once. Units that respond alike are merged, and units without outgoing weights are left out;
/// neither changes the layer's outputs.
/// </summary>
internal sealed class UnitPlaces
{
    private readonly double[] _places;
    private readonly double[] _known;
    private readonly double[] _outgoing;
    private readonly double[] _scales;

    public UnitPlaces(IUnitSum layer)
    {
        PlaceSize = layer.PlaceSize;
        KnownSize = layer.KnownSize;
        OutgoingSize = layer.OutgoingSize;
        _places = new double[layer.Units * PlaceSize];
        _known = new double[layer.Units * KnownSize];
        _outgoing = new double[layer.Units * OutgoingSize];
        _scales = new double[layer.Units];
        int[] chartOf = new int[layer.Units];
        for (int unit = 0; unit < layer.Units; unit++)
        {
            UnitPlace place = layer.Locate(unit, _places.AsSpan(unit * PlaceSize, PlaceSize), _known.AsSpan(unit * KnownSize, KnownSize));
            _scales[unit] = place.Scale;
            layer.ReadOutgoing(unit, _outgoing.AsSpan(unit * OutgoingSize, OutgoingSize));
            chartOf[unit] = place.Chart;
        }
        int[] order = [.. Enumerable.Range(0, layer.Units)];
        Array.Sort(order, (a, b) => chartOf[a] != chartOf[b] ? chartOf[a].CompareTo(chartOf[b]) : Compare(a, b));
        var charts = new SortedDictionary<int, List<int>>();
        for (int i = 0; i < order.Length; i++)
        {
            int unit = order[i];
            if (i > 0 && chartOf[order[i - 1]] == chartOf[unit] && Compare(order[i - 1], unit) == 0)
            {
                Merge(unit, into: order[i - 1]);
                order[i] = order[i - 1];
            }
            else
            {
                if (!charts.TryGetValue(chartOf[unit], out List<int>? units))
                    charts.Add(chartOf[unit], units = []);
                units.Add(unit);
            }
        }
        Charts = [.. charts.Values.Select(units => units.Where(Sends).Order().ToArray()).Where(units => units.Length > 0)];
        if (Charts.Count == 0)
            Charts = [[0]];
    }

    public int PlaceSize { get; }

    public int KnownSize { get; }

    public int OutgoingSize { get; }

    /// <summary>The units of each chart.</summary>
    public IReadOnlyList<int[]> Charts { get; }

    /// <summary>
    /// Whether the coordinates of a place are in the same unit. They are if there are several charts, which are faces of one cube.
    /// </summary>
    public bool AreComparable => Charts.Count > 1;

    public ReadOnlySpan<double> Place(int unit) => _places.AsSpan(unit * PlaceSize, PlaceSize);

    public ReadOnlySpan<double> Known(int unit) => _known.AsSpan(unit * KnownSize, KnownSize);

    public double Scale(int unit) => _scales[unit];

    public double[] Outgoing(int unit) => _outgoing.AsSpan(unit * OutgoingSize, OutgoingSize).ToArray();

    private bool Sends(int unit) => _outgoing.AsSpan(unit * OutgoingSize, OutgoingSize).ContainsAnyExcept(0.0);

    private void Merge(int unit, int into)
    {
        for (int o = 0; o < OutgoingSize; o++)
            _outgoing[into * OutgoingSize + o] += _outgoing[unit * OutgoingSize + o];
    }

    /// <summary>0 for units of one chart with the same response; else a total order.</summary>
    private int Compare(int a, int b)
    {
        int order = _scales[a].CompareTo(_scales[b]);
        if (order == 0)
            order = Place(a).SequenceCompareTo(Place(b));
        return order != 0 ? order : Known(a).SequenceCompareTo(Known(b));
    }
}

namespace Polylog.Networks;

/// <summary>A layer found in a graph, or a node with weights that is none.</summary>
internal sealed class OnnxLayer
{
    private readonly OnnxModel _model;
    private readonly UnitRegion? _region;
    private readonly LinearNode? _end;

    public OnnxLayer(OnnxModel model, LinearNode start, string reason)
    {
        _model = model;
        Start = start;
        Info = new LayerInfo(start.Node.Name, start.Node.OpType, start.Units, start.Rows, 0, "", reason);
    }

    public OnnxLayer(OnnxModel model, LinearNode start, UnitRegion region, LinearNode end)
    {
        _model = model;
        _region = region;
        _end = end;
        Start = start;
        Info = new LayerInfo(start.Node.Name, start.Node.OpType, start.Units, start.Rows, end.Rows, region.Activation!.Name, null);
    }

    public LinearNode Start { get; }

    public LayerInfo Info { get; private set; }

    public string WeightName => Start.Node.Input(1);

    public void Rename(string name) => Info = Info with { Name = name };

    public HiddenLayer Read()
    {
        if (_end is null)
            throw ModelErrors.NotExchangeable(_model.Path, Info);
        bool constant = _region!.ConstantsStayConstant && !_end.IsPadded;
        var tensors = new LayerTensors(Start.Weights!, Start.UnitBias, _end.Weights!, _end.OutputBias, constant, _region.ConstantsStayAlike, Resize)
        {
            Responses = new ResponsePlace(_region.End!.Inputs[0], _region.Shape),
        };
        return new HiddenLayer(_model, Info, _region.Activation, tensors);
    }

    // What the model says about the shapes in between would contradict the new weights.
    private void Resize(int units)
    {
        long places = _end!.Weights!.Layout.Block;
        OnnxGraph graph = _model.Graph;
        foreach ((string value, UnitShape shape) in _region!.Values)
        {
            if (shape == UnitShape.Flat)
                graph.Resize(value, 1, Start.Units * places, units * places);
            else
                graph.Resize(value, shape == UnitShape.Last ? -1 : 1, Start.Units, units);
            // Another number behind the -1 would do as well, but this one is right for any.
            if (graph.Producer(value) is { OpType: "Reshape" } reshape && graph.Constant(reshape.Input(1))?.ReadIntegers() is [-1, > 0])
                graph.Detach(reshape, 1, OnnxTypes.Int64).Replace([0, -1]);
        }
    }
}

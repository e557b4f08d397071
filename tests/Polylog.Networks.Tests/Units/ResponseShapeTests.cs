namespace Polylog.Networks.Tests;

public class ResponseShapeTests
{
    [Fact]
    public void Shapes_are_found_from_values()
    {
        Assert.Equal(new ResponseShape(true, 0.5, null), ResponseShape.Find(z => Math.Max(0, z)));
        Assert.Equal(new ResponseShape(false, null, 0), ResponseShape.Find(Math.Tanh));
        Assert.Equal(0.5, ResponseShape.Find(z => Math.Log(1 + Math.Exp(-Math.Abs(z))) + Math.Max(0, z)).Slope!.Value, 1e-12);
        Assert.True(ResponseShape.Find(z => 3 * z).IsLinear);
        ResponseShape elu = ResponseShape.Find(z => z < 0 ? Math.Exp(z) - 1 : z);
        Assert.True(elu is { IsHomogeneous: false, Slope: null, Constant: null });
    }
}

namespace Polylog.Networks;

/// <summary>How a convolution moves over its input.</summary>
/// <param name="Sizes">Size of the filter along each dimension of places.</param>
/// <param name="Strides">Steps.</param>
/// <param name="Dilations">Distances of a filter's places.</param>
/// <param name="Pads">Places added in front of each dimension, then behind each.</param>
internal sealed record Filter(long[] Sizes, long[] Strides, long[] Dilations, long[] Pads)
{
    /// <summary>Places of the filter.</summary>
    public int Places => (int)TensorShape.Elements(Sizes);

    /// <summary>Whether places at the border get fewer terms.</summary>
    public bool IsPadded => Pads.Any(pad => pad != 0);
}

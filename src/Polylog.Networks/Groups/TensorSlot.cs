namespace Polylog.Networks;

/// <summary>A tensor of a model, which can be read and replaced.</summary>
internal abstract class TensorSlot
{
    /// <summary>Its name in messages.</summary>
    public abstract string Name { get; }

    public abstract long[] Dims { get; }

    /// <summary>Whether other parts of the model also use the tensor; they keep it as it is.</summary>
    public virtual bool IsShared => false;

    /// <summary>Equal for slots of the same place in the model.</summary>
    public abstract object Key { get; }

    /// <summary>Bytes of a number as it is stored.</summary>
    public abstract int NumberBytes { get; }

    /// <summary>Its numbers, row-major.</summary>
    public abstract double[] Read();

    /// <summary>Throws where a number is beyond the range of the tensor's type.</summary>
    public abstract void CheckFits(ReadOnlySpan<double> values);

    public abstract void Write(long[] dims, double[] values);

    /// <summary>Writes numbers of which some come from other indices than before.</summary>
    /// <param name="dims">The new dimensions.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="axis">The dimension that is another now.</param>
    /// <param name="from">For each index along it the index before: what is stored for each, such as a scale, goes along.</param>
    public virtual void Write(long[] dims, double[] values, int axis, int[] from) => Write(dims, values);
}

/// <summary>A tensor of a safetensors file.</summary>
internal sealed class SafetensorsSlot(SafetensorsFile file, string name) : TensorSlot
{
    public override string Name => name;

    public override object Key => name;

    public override int NumberBytes => file.Tensor(name).Format!.Value.Bytes();

    public override long[] Dims => [.. file.Tensor(name).Shape];

    public override double[] Read() => file.ReadDoubles(name);

    public override void CheckFits(ReadOnlySpan<double> values)
    {
        FloatFormat format = file.Tensor(name).Format!.Value;
        int fault = format.FirstUnfit(values);
        if (fault >= 0)
            throw ModelErrors.DoesNotFit(file.Path, name, values[fault], format);
    }

    public override void Write(long[] dims, double[] values) => file.Replace(name, dims, values);
}

using static Polylog.Networks.Tests.OnnxBuilder;

namespace Polylog.Networks.Tests;

/// <summary>
/// Models with quantised weights, in the forms that ONNX Runtime's quantisation writes. Each has a group called "hidden" with
/// <see cref="Units"/> units, and a float model of the same numbers.
/// </summary>
internal static class QuantisedModels
{
    public const int Units = 8;

    // What values between the layers can be: 8 bits for -4 to 4.
    private const double Step = 1 / 32.0;

    public static TheoryData<string> Names =>
    [
        "by tensor", "by channel", "unsigned", "activations", "convolution", "convolution by channel", "transposed", "by unit",
        "values by channel", "sixteen bits",
    ];

    /// <summary>The model with whole numbers.</summary>
    public static OnnxBuilder Of(string name) => Of(name, new Weights(IsQuantised: true));

    /// <summary>The model before it was quantised.</summary>
    public static OnnxBuilder Float(string name) => Of(name, new Weights(IsQuantised: false));

    /// <summary>A tensor of whole numbers.</summary>
    public static WireMessage Whole(string name, int type, long[] dims, IEnumerable<long> values)
    {
        WireMessage tensor = OnnxTensor.Made(name, type);
        foreach (long dim in dims)
            tensor.Add(WireField.FromNumber(OnnxFields.TensorDims, dim));
        tensor.Add(WireField.FromBytes(OnnxFields.TensorRawData, WholeFormat.Of(type)!.Value.Encode([.. values])));
        return tensor;
    }

    private static OnnxBuilder Of(string name, Weights weights)
    {
        OnnxBuilder rows = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3);
        switch (name)
        {
            case "by tensor" or "by channel" or "unsigned" or "sixteen bits":
                int axis = name == "by channel" ? 1 : -1;
                int type = name == "unsigned" ? OnnxTypes.UInt8 : name == "sixteen bits" ? OnnxTypes.Int16 : OnnxTypes.Int8;
                weights.Add(rows, "w1", [5, Units], axis, type).Add(rows, "b1", [Units], -1, type).Add(rows, "w2", [Units, 3], axis, type);
                return rows.Weights("b2", 3).Node("MatMul", ["x", "w1"], "z", SampleModels.Layer).Node("Add", ["z", "b1"], "s")
                    .Node("Relu", ["s"], "a").Node("MatMul", ["a", "w2"], "p").Node("Add", ["p", "b2"], "y");
            case "by unit":
                // The scales of the second layer go with its inputs.
                weights.Add(rows, "w1", [5, Units], 1).Add(rows, "w2", [Units, 3], 0);
                return rows.Node("Gemm", ["x", "w1"], "z", SampleModels.Layer).Node("Tanh", ["z"], "a").Node("Gemm", ["a", "w2"], "y");
            case "transposed":
                weights.Add(rows, "w1", [Units, 5], 0).Add(rows, "w2", [3, Units], 0);
                return rows.Node("Transpose", ["w1"], "t1", attributes: List("perm", [1, 0])).Node("Transpose", ["w2"], "t2")
                    .Node("MatMul", ["x", "t1"], "z", SampleModels.Layer).Node("Tanh", ["z"], "a").Node("MatMul", ["a", "t2"], "y");
            case "activations" or "values by channel":
                weights.Add(rows, "w1", [Units, 5], 0).AddBias(rows, "b1", Units, "w1").Add(rows, "w2", [3, Units], 0)
                    .AddBias(rows, "b2", 3, "w2");
                bool isByChannel = name == "values by channel";
                weights.Pass(rows, "x", "xq").Node("Gemm", ["xq", "w1", "b1"], "z", SampleModels.Layer, attributes: Integer("transB", 1));
                weights.Pass(rows.Node("Relu", ["z"], "a"), "a", "aq", isByChannel ? Units : 0)
                    .Node("Gemm", ["aq", "w2", "b2"], "p", attributes: Integer("transB", 1));
                return weights.Pass(rows, "p", "y");
            default:
                int channel = name == "convolution" ? -1 : 0;
                OnnxBuilder images = new OnnxBuilder().Input("x", -1, 2, 6, 6).Output("y");
                weights.Add(images, "k1", [Units, 2, 3, 3], channel).AddBias(images, "b1", Units, "k1")
                    .Add(images, "k2", [3, Units, 3, 3], channel).AddBias(images, "b2", 3, "k2");
                weights.Pass(images, "x", "xq").Node("Conv", ["xq", "k1", "b1"], "z", SampleModels.Layer);
                weights.Pass(images.Node("Relu", ["z"], "a"), "a", "aq").Node("Conv", ["aq", "k2", "b2"], "p");
                return weights.Pass(images, "p", "y");
        }
    }

    // Adds weights as they are, or quantised under the names of the values that are dequantised.
    private sealed record Weights(bool IsQuantised)
    {
        private readonly Dictionary<string, double[]> _scales = [];

        public Weights Add(OnnxBuilder builder, string name, long[] dims, int axis, int type = OnnxTypes.Int8)
        {
            double[] values = builder.Numbers(dims);
            if (!IsQuantised)
            {
                builder.Tensor(name, dims, values);
                return this;
            }
            WholeFormat format = WholeFormat.Of(type)!.Value;
            long repeat = axis < 0 ? values.Length : dims[(axis + 1)..].Aggregate(1L, (product, dim) => product * dim);
            int channels = axis < 0 ? 1 : (int)dims[axis];
            int Channel(int i) => (int)(i / repeat % channels);
            long zero = format.IsSigned ? 0 : 128, reach = format.Most - zero;
            double[] scales = [.. Enumerable.Range(0, channels).Select(channel => (double)(float)(values
                .Where((_, i) => Channel(i) == channel).Max(Math.Abs) / reach))];
            _scales[name] = scales;
            builder.Message(Whole(
                $"{name}_q", type, dims, values.Select((value, i) => (long)Math.Round(value / scales[Channel(i)]) + zero)));
            Dequantise(builder, name, axis, scales, type, zero);
            return this;
        }

        // 32 bits, with the scale of the input times that of the weights.
        public Weights AddBias(OnnxBuilder builder, string name, int count, string weights)
        {
            double[] values = builder.Numbers(count);
            if (!IsQuantised)
            {
                builder.Tensor(name, [count], values);
                return this;
            }
            double[] scales = [.. _scales[weights].Select(scale => (double)(float)(scale * Step))];
            IEnumerable<long> stored = values.Select((value, i) => (long)Math.Round(value / scales[scales.Length == 1 ? 0 : i]));
            builder.Message(Whole($"{name}_q", OnnxTypes.Int32, [count], stored));
            Dequantise(builder, name, scales.Length == 1 ? -1 : 0, scales, OnnxTypes.Int32, 0);
            return this;
        }

        public OnnxBuilder Pass(OnnxBuilder builder, string value, string output, int channels = 0)
        {
            if (!IsQuantised)
                return builder.Node("Identity", [value], output);
            double[] steps = [.. Enumerable.Range(0, Math.Max(1, channels)).Select(i => Step * (1 + (i / 16.0)))];
            builder.Tensor($"{value}_scale", channels == 0 ? [] : [channels], steps).Message(Whole(
                $"{value}_zero", OnnxTypes.UInt8, channels == 0 ? [] : [channels], steps.Select((_, i) => 128L - i)));
            return builder.Node("QuantizeLinear", [value, $"{value}_scale", $"{value}_zero"], $"{value}_8")
                .Node("DequantizeLinear", [$"{value}_8", $"{value}_scale", $"{value}_zero"], output);
        }

        private static void Dequantise(OnnxBuilder builder, string name, int axis, double[] scales, int type, long zero)
        {
            long[] dims = axis < 0 ? [] : [scales.Length];
            builder.Tensor($"{name}_scale", dims, scales).Message(Whole($"{name}_zero", type, dims, scales.Select(_ => zero)));
            builder.Node("DequantizeLinear", [$"{name}_q", $"{name}_scale", $"{name}_zero"], name,
                domain: type == OnnxTypes.Int16 ? "com.microsoft" : "",
                attributes: axis < 0 ? [] : [Integer("axis", axis)]);
        }
    }
}

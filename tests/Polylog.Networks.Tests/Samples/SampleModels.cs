using static Polylog.Networks.Tests.OnnxBuilder;

namespace Polylog.Networks.Tests;

/// <summary>
/// Models with one layer that is a sum over exchangeable units, in the forms exporters write it. The layer is called "hidden".
/// </summary>
internal static class SampleModels
{
    public const int Units = 12;
    public const string Layer = "hidden";

    private static readonly string[] s_elementwise =
        ["Relu", "Tanh", "Sigmoid", "LeakyRelu", "Elu", "Selu", "Softplus", "HardSigmoid", "HardSwish", "Identity"];

    public static TheoryData<string> Names =>
    [
        .. s_elementwise, "none", "Gelu by Erf", "Gelu by tanh", "Silu", "Relu6", "Gelu of com.microsoft",
        "Gemm transposed", "Gemm scaled", "MatMul", "MatMul without bias", "Constant nodes", "shared weights", "transposed weights",
        "old inputs", "Conv 1x1", "Conv 3x3", "Conv pooled", "Conv reduced", "Conv flattened", "Conv viewed", "Conv viewed by count",
        "Conv of four", "Dropout", "cast weights",
    ];

    /// <summary>Those that are y = W2 act(W1 x + b1) + b2 with weights called w1, b1, w2 and b2.</summary>
    public static TheoryData<string> Elementwise =>
        [
            .. s_elementwise, "none", "Gelu by Erf", "Gelu by tanh", "Silu", "Relu6", "Gelu of com.microsoft", "Gemm transposed", "MatMul",
            "old inputs",
        ];

    public static OnnxBuilder Of(string name) => name switch
    {
        "none" => Dense([], "z"),
        "Gelu by Erf" => Dense(
            [
                ("Div", ["z", "root"], "a1"), ("Erf", ["a1"], "a2"), ("Add", ["a2", "one"], "a3"),
                ("Mul", ["z", "a3"], "a4"), ("Mul", ["a4", "half"], "a"),
            ], "a"),
        "Gelu by tanh" => Dense(
        [
            ("Pow", ["z", "three"], "a1"), (
                "Mul", ["a1", "small"], "a2"), ("Add", ["z", "a2"], "a3"), ("Mul", ["a3", "twopi"], "a4"), ("Tanh", ["a4"], "a5"),
            ("Add", ["a5", "one"], "a6"), ("Mul", ["z", "a6"], "a7"), ("Mul", ["a7", "half"], "a"),
        ], "a"),
        "Silu" => Dense([("Sigmoid", ["z"], "s"), ("Mul", ["z", "s"], "a")], "a"),
        "Relu6" => Dense([("Clip", ["z", "zero", "six"], "a")], "a"),
        "Dropout" => Dense([("Relu", ["z"], "r"), ("Dropout", ["r"], "a")], "a"),
        "Gelu of com.microsoft" => Heads(new OnnxBuilder()).Node("Gemm", ["x", "w1", "b1"], "z", Layer).Node(
            "Gelu", ["z"], "a", domain: "com.microsoft").Node("Gemm", ["a", "w2", "b2"], "y"),
        "Gemm transposed" => Ends(new OnnxBuilder()).Weights("w1", Units, 5).Weights("b1", Units).Weights("w2", 3, Units).Weights("b2", 3)
            .Node("Gemm", ["x", "w1", "b1"], "z", Layer, attributes: Integer("transB", 1)).Node("Relu", ["z"], "a")
            .Node("Gemm", ["a", "w2", "b2"], "y", attributes: Integer("transB", 1)),
        "Gemm scaled" => Heads(new OnnxBuilder())
            .Node("Gemm", ["x", "w1", "b1"], "z", Layer, attributes: [Float("alpha", 0.5f), Float("beta", 2)]).Node("Tanh", ["z"], "a")
            .Node("Gemm", ["a", "w2", "b2"], "y", attributes: [Float("alpha", 3), Float("beta", 0.25f)]),
        "MatMul" => Heads(new OnnxBuilder()).Declared("z", -1, Units).Node(
            "MatMul", ["x", "w1"], "z0", Layer).Node("Add", ["b1", "z0"], "z").Node("Relu", ["z"], "a")
            .Node("MatMul", ["a", "w2"], "y0").Node("Add", ["y0", "b2"], "y"),
        "MatMul without bias" => Ends(new OnnxBuilder()).Weights("w1", 5, Units).Weights("w2", Units, 3)
            .Node("MatMul", ["x", "w1"], "z", Layer).Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "y"),
        "Constant nodes" => Constants(),
        "shared weights" => Ends(
            new OnnxBuilder()).Weights("w", Units, Units).Weights("b", Units).Weights("w0", 5, Units).Weights("w3", Units, 3)
            .Node("MatMul", ["x", "w0"], "x0").Node("Softmax", ["x0"], "x1")
            .Node(
                "Gemm",
                ["x1", "w", "b"],
                "z",
                Layer).Node("Relu",
                ["z"],
                "a").Node("Gemm",
                ["a", "w", "b"],
                "q").Node("Softmax",
                ["q"],
                "p").Node("MatMul",
                ["p", "w3"],
                "y"),
        "transposed weights" => Ends(new OnnxBuilder()).Weights("w1", Units, 5).Weights("b1", Units).Weights("w2", 3, Units)
            .Node(
                "Transpose",
                ["w1"],
                "t1",
                attributes: List("perm", [1, 0])).Node("Transpose",
                ["w2"],
                "t2",
                attributes: List("perm", [1, 0]))
            .Node("Identity", ["b1"], "i1").Node(
                "Gemm", ["x", "t1", "i1"], "z", Layer).Node("Relu", ["z"], "a").Node("MatMul", ["a", "t2"], "y"),
        "cast weights" => new OnnxBuilder(format: FloatFormat.Binary16).Input("x", -1, 5).Output("y", -1, 3)
            .Weights("w1", 5, Units).Weights("b1", Units).Weights("w2", Units, 3)
            .Node("Cast", ["x"], "x1", attributes: Integer("to", OnnxTypes.Float)).Node(
                "Cast", ["w1"], "v1", attributes: Integer("to", OnnxTypes.Float))
            .Node(
                "Cast",
                ["b1"],
                "c1",
                attributes: Integer("to", OnnxTypes.Float)).Node("Cast",
                ["w2"],
                "v2",
                attributes: Integer("to", OnnxTypes.Float))
            .Node("Gemm", ["x1", "v1", "c1"], "z", Layer).Node("Relu", ["z"], "a").Node("MatMul", ["a", "v2"], "y1")
            .Node("Cast", ["y1"], "y", attributes: Integer("to", OnnxTypes.Float16)),
        "old inputs" => Dense([("Relu", ["z"], "a")], "a").Input("w1", 5, Units).Input("b1", Units).Input("w2", Units, 3),
        _ when name.StartsWith("Conv", StringComparison.Ordinal) => Conv(name),
        _ => Dense([(name, ["z"], "a")], "a"),
    };

    private static OnnxBuilder Ends(OnnxBuilder builder) => builder.Input("x", -1, 5).Output("y", -1, 3);

    private static OnnxBuilder Heads(OnnxBuilder builder) =>
        Ends(builder).Weights("w1", 5, Units).Weights("b1", Units).Weights("w2", Units, 3).Weights("b2", 3);

    private static OnnxBuilder Dense((string Type, string[] Inputs, string Output)[] nodes, string last)
    {
        OnnxBuilder builder = Heads(new OnnxBuilder())
            .Tensor(
                "root",
                [],
                [Math.Sqrt(2)]).Tensor("one",
                [1],
                [1]).Tensor("half",
                [],
                [0.5]).Tensor("three",
                [],
                [3]).Tensor("small",
                [],
                [0.044715])
            .Tensor("twopi", [], [Math.Sqrt(2 / Math.PI)]).Tensor("zero", [], [0]).Constant("six", [], [6])
            .Declared("z", -1, Units).Declared("a", -1, Units)
            .Node("Gemm", ["x", "w1", "b1"], "z", Layer);
        foreach ((string type, string[] inputs, string output) in nodes)
            builder.Node(type, inputs, output);
        return builder.Node("Gemm", [last, "w2", "b2"], "y");
    }

    private static OnnxBuilder Constants()
    {
        OnnxBuilder builder = Ends(new OnnxBuilder());
        return builder.Constant("w1", [5, Units], builder.Numbers(5, Units)).Constant("b1", [Units], builder.Numbers(Units))
            .Constant("w2", [Units, 3], builder.Numbers(Units, 3)).Constant("b2", [3], builder.Numbers(3))
            .Node("Gemm", ["x", "w1", "b1"], "z", Layer).Node("Relu", ["z"], "a").Node("Gemm", ["a", "w2", "b2"], "y");
    }

    private static OnnxBuilder Conv(string name)
    {
        int examples = name == "Conv of four" ? 4 : -1;
        OnnxBuilder builder = new OnnxBuilder().Input(
            "x", examples, 2, 6, 6).Weights("w1", Units, 2, 3, 3).Weights("b1", Units).Weights("b2", 3)
            .Declared("z", examples, Units, 6, 6)
            .Node("Conv", ["x", "w1", "b1"], "z", Layer, attributes: List("pads", [1, 1, 1, 1])).Node("Relu", ["z"], "a");
        return name switch
        {
            "Conv 1x1" => builder.Output("y", -1, 3, 6, 6).Weights("w2", 3, Units, 1, 1).Node("Conv", ["a", "w2", "b2"], "y"),
            "Conv 3x3" => builder.Output("y", -1, 3, 4, 4).Weights("w2", 3, Units, 3, 3).Node("Conv", ["a", "w2", "b2"], "y"),
            "Conv pooled" => builder.Output("y", -1, 3).Weights("w2", Units, 3).Declared("f", -1, Units)
                .Node("GlobalAveragePool", ["a"], "p").Node("Flatten", ["p"], "f").Node("Gemm", ["f", "w2", "b2"], "y"),
            "Conv reduced" => builder.Output("y", -1, 3).Weights("w2", 3, Units)
                .Node("ReduceMean", ["a"], "f", attributes: [List("axes", [2, 3]), Integer("keepdims", 0)])
                .Node("Gemm", ["f", "w2", "b2"], "y", attributes: Integer("transB", 1)),
            // As PyTorch writes x.view(x.size(0), -1).
            "Conv viewed by count" => builder.Output("y", -1, 3).Weights(
                "w2", 36 * Units, 3).Whole("first", 0).Integers("axis", 0).Integers("rest", -1)
                .Node("Shape", ["a"], "s").Node("Gather", ["s", "first"], "c").Node("Unsqueeze", ["c", "axis"], "u").Node(
                    "Concat", ["u", "rest"], "flat", attributes: Integer("axis", 0))
                .Node("Reshape", ["a", "flat"], "f").Node("Gemm", ["f", "w2", "b2"], "y"),
            _ => builder.Output("y", examples, 3).Weights("w2", 9 * Units, 3).Declared("f", examples, 9 * Units)
                .Integers("flat", name == "Conv viewed" ? [-1, 9 * Units] : name == "Conv of four" ? [4, -1] : [0, -1])
                .Node("MaxPool", ["a"], "p", attributes: [List("kernel_shape", [2, 2]), List("strides", [2, 2])])
                .Node("Reshape", ["p", "flat"], "f").Node("Gemm", ["f", "w2", "b2"], "y"),
        };
    }
}

using static Polylog.Networks.Tests.OnnxBuilder;

namespace Polylog.Networks.Tests;

/// <summary>
/// Models whose units have more than one maker, reader or function, in the forms exporters write them. The group is called "hidden" and has
/// four units.
/// </summary>
internal static class GroupModels
{
    public const int Units = 4;

    private const string Hidden = SampleModels.Layer;

    public static TheoryData<string> Names =>
    [
        "batch norm", "vectors", "positions", "two readers", "beside others", "gated", "gated in one", "gated by slices", "depthwise",
        "squeeze and excite", "residual", "heads", "grouped queries", "packed heads", "packed in a dimension", "steps first",
        "attention",
        "multi-head attention", "group query attention", "weights first", "channels last", "frames", "groups of channels", "states",
        "transposed convolution", "unfolded shapes", "padded", "rotated", "bias and gelu",
        "shuffled", "groups normalised",
    ];

    public static OnnxBuilder Of(string name) => name switch
    {
        "batch norm" => Images().Weights("k", Units, 2, 3, 3).Weights("g", Units).Weights("b", Units).Weights("m", Units)
            .Tensor("v", [Units], [1, 2, 0.5, 3]).Weights("k2", 3, Units, 3, 3)
            .Node("Conv", ["x", "k"], "z", Hidden).Node("BatchNormalization", ["z", "g", "b", "m", "v"], "n").Node("Relu", ["n"], "a")
            .Node("Conv", ["a", "k2"], "y"),
        "vectors" => Rows().Weights("w1", 5, Units).Weights("c", Units).Weights("s", Units).Weights("l", 1, Units).Weights("w2", Units, 3)
            .Node("Gemm", ["x", "w1"], "z", Hidden).Node("Mul", ["z", "s"], "u").Node("Add", ["c", "u"], "v").Node("PRelu", ["v", "l"], "a")
            .Node("Gemm", ["a", "w2"], "y"),
        "positions" => new OnnxBuilder().Input("x", -1, 7, 5).Output("y", -1, 7, 3).Weights("w1", 5, Units).Weights("p", 7, Units)
            .Weights("w2", Units, 3).Node("MatMul", ["x", "w1"], "z", Hidden).Node("Add", ["z", "p"], "q").Node("Tanh", ["q"], "a")
            .Node("MatMul", ["a", "w2"], "y"),
        "two readers" => Rows().Output("y2", -1, 2).Weights("w1", 5, Units).Weights("w2", Units, 3).Weights("b2", 3).Weights("w3", 2, Units)
            .Node("Gemm", ["x", "w1"], "z", Hidden).Node("Relu", ["z"], "a").Node("Gemm", ["a", "w2", "b2"], "y")
            .Node("Sigmoid", ["z"], "s").Node("Gemm", ["s", "w3"], "y2", attributes: Integer("transB", 1)),
        "beside others" => Images().Weights("k0", 5, 2, 3, 3).Weights("k", Units, 2, 3, 3).Weights("g", 9).Weights("b", 9).Weights("m", 9)
            .Tensor("v", [9], [1, 2, 3, 4, 5, 6, 7, 8, 9]).Weights("k2", 3, 9, 3, 3)
            .Node("Conv", ["x", "k0"], "z0").Node("Conv", ["x", "k"], "z", Hidden)
            .Node("Concat", ["z0", "z"], "c", attributes: Integer("axis", 1))
            .Node("BatchNormalization", ["c", "g", "b", "m", "v"], "n").Node("Relu", ["n"], "a").Node("Conv", ["a", "k2"], "y"),
        "gated" => Steps().Weights("wg", 5, Units).Weights("wu", 5, Units).Weights("wd", Units, 3)
            .Node("MatMul", ["x", "wg"], "g", Hidden).Node("MatMul", ["x", "wu"], "u").Node("Sigmoid", ["g"], "s")
            .Node("Mul", ["g", "s"], "silu").Node("Mul", ["silu", "u"], "h").Node("MatMul", ["h", "wd"], "y"),
        "gated in one" => Steps().Weights("wg", 5, 2 * Units).Weights("bg", 2 * Units).Weights("wd", Units, 3)
            .Integers("halves", Units, Units)
            .Node("MatMul", ["x", "wg"], "g0", Hidden).Node("Add", ["g0", "bg"], "g")
            .Node("Split", ["g", "halves"], ["p", "q"], attributes: Integer("axis", -1)).Node("Gelu", ["q"], "e", domain: "com.microsoft")
            .Node("Mul", ["p", "e"], "h").Node("MatMul", ["h", "wd"], "y"),
        "gated by slices" => Steps().Weights("wg", 5, 2 * Units).Weights("wd", Units, 3).Integers("zero", 0).Integers("half", Units)
            .Integers("end", 2 * Units).Integers("last", -1)
            .Node("MatMul", ["x", "wg"], "g", Hidden).Node("Slice", ["g", "zero", "half", "last"], "p")
            .Node("Slice", ["g", "half", "end", "last"], "q").Node("Sigmoid", ["q"], "e").Node("Mul", ["p", "e"], "h")
            .Node("MatMul", ["h", "wd"], "y"),
        "depthwise" => Images().Weights("k", Units, 2, 1, 1).Weights("d", Units, 1, 3, 3).Weights("db", Units).Weights("k2", 3, Units, 1, 1)
            .Node("Conv", ["x", "k"], "z", Hidden).Node("Relu", ["z"], "a")
            .Node("Conv", ["a", "d", "db"], "e", attributes: [Integer("group", Units), List("pads", [1, 1, 1, 1])]).Node("Relu", ["e"], "f")
            .Node("Conv", ["f", "k2"], "y"),
        "squeeze and excite" => Images().Weights("k", Units, 2, 3, 3).Weights("f1", 2, Units, 1, 1).Weights("f2", Units, 2, 1, 1)
            .Weights("fb", Units).Weights("k2", 3, Units, 3, 3)
            .Node("Conv", ["x", "k"], "z", Hidden).Node("Relu", ["z"], "a").Node("GlobalAveragePool", ["a"], "p")
            .Node("Conv", ["p", "f1"], "s").Node("Tanh", ["s"], "t").Node("Conv", ["t", "f2", "fb"], "e").Node("Sigmoid", ["e"], "g")
            .Node("Mul", ["a", "g"], "h").Node("Conv", ["h", "k2"], "y"),
        "residual" => Images().Weights("k", Units, 2, 3, 3).Weights("r1", 5, Units, 3, 3).Weights("r2", Units, 5, 3, 3)
            .Weights("k2", 3, Units, 3, 3)
            .Node("Conv", ["x", "k"], "z", Hidden).Node("Relu", ["z"], "a").Node("Conv", ["a", "r1"], "u", attributes: Padded())
            .Node("Relu", ["u"], "v").Node("Conv", ["v", "r2"], "w", attributes: Padded()).Node("Add", ["a", "w"], "s")
            .Node("Relu", ["s"], "t").Node("Conv", ["t", "k2"], "y"),
        "frames" => new OnnxBuilder().Input("x", 2, 4, 36).Output("y", 2, 3).Integers("frames", 8, 1, 6, 6).Integers("flat", 2, -1)
            .Weights("k", Units, 1, 3, 3).Weights("w2", 256, 3)
            .Node("Reshape", ["x", "frames"], "f").Node("Conv", ["f", "k"], "z", Hidden).Node("Reshape", ["z", "flat"], "r")
            .Node("Gemm", ["r", "w2"], "y"),
        "groups of channels" => Images().Weights("k", 8, 2, 1, 1).Weights("d", 12, 2, 3, 3).Weights("k2", 3, 12, 1, 1)
            .Node("Conv", ["x", "k"], "z", Hidden).Node("Relu", ["z"], "a").Node("Conv", ["a", "d"], "e", attributes: Integer("group", 4))
            .Node("Relu", ["e"], "f").Node("Conv", ["f", "k2"], "y"),
        "transposed convolution" => Images().Weights("k", 2, Units, 2, 2).Weights("kb", Units).Weights("k2", Units, 3, 2, 2)
            .Node("ConvTranspose", ["x", "k", "kb"], "z", Hidden).Node("Relu", ["z"], "a").Node("ConvTranspose", ["a", "k2"], "y"),
        "channels last" => new OnnxBuilder().Input("x", -1, 2, 6, 6).Output("y", -1, 3).Weights("k", Units, 2, 3, 3).Weights("w2", 64, 3)
            .Integers("flat", -1, 64).Node("Conv", ["x", "k"], "z", Hidden).Node("Relu", ["z"], "a")
            .Node("Transpose", ["a"], "t", attributes: List("perm", [0, 2, 3, 1])).Node("Reshape", ["t", "flat"], "f")
            .Node("Gemm", ["f", "w2"], "y"),
        "padded" => Images().Weights("k", Units, 2, 3, 3).Weights("k2", 3, Units, 3, 3).Integers("pads", 0, 0, 1, 1, 0, 0, 1, 1)
            .Node("Conv", ["x", "k"], "z", Hidden).Node("Relu", ["z"], "a").Node("Pad", ["a", "pads"], "p").Node("Conv", ["p", "k2"], "y"),
        // The channels of a group come from both halves.
        "shuffled" => Images().Weights("k", 8, 2, 1, 1).Weights("d", 8, 2, 1, 1).Weights("k2", 3, 8, 1, 1).Integers("halves", 0, 2, 4, 6, 6)
            .Integers("whole", 0, 8, 6, 6).Node("Conv", ["x", "k"], "z", Hidden).Node("Reshape", ["z", "halves"], "m")
            .Node("Transpose", ["m"], "t", attributes: List("perm", [0, 2, 1, 3, 4])).Node("Reshape", ["t", "whole"], "s")
            .Node("Conv", ["s", "d"], "u", attributes: Integer("group", 4)).Node("Relu", ["u"], "v").Node("Conv", ["v", "k2"], "y"),
        // As PyTorch writes GroupNorm.
        "groups normalised" => Images().Weights("k", 8, 2, 1, 1).Tensor("ones", [4], [1, 1, 1, 1]).Tensor("zeros", [4], [0, 0, 0, 0])
            .Weights("g", 8, 1, 1).Weights("b", 8, 1, 1).Weights("k2", 3, 8, 1, 1).Integers("groups", 0, 4, -1)
            .Node("Conv", ["x", "k"], "z", Hidden).Node("Reshape", ["z", "groups"], "r")
            .Node("InstanceNormalization", ["r", "ones", "zeros"], "n").Node("Shape", ["z"], "dims").Node("Reshape", ["n", "dims"], "c")
            .Node("Mul", ["c", "g"], "e").Node("Add", ["e", "b"], "a").Node("Conv", ["a", "k2"], "y"),
        "weights first" => new OnnxBuilder().Input("x", -1, 5, 7).Output("y", -1, 3, 7).Weights("w1", Units, 5).Weights("b", Units, 1)
            .Weights("w2", 3, Units).Node("MatMul", ["w1", "x"], "z", Hidden).Node("Add", ["z", "b"], "c").Node("Relu", ["c"], "a")
            .Node("MatMul", ["w2", "a"], "y"),
        "states" => new OnnxBuilder().Input("x", 7, -1, 5).Output("y").Weights("w1", 5, Units).Weights("w", 1, 6, Units)
            .Weights("r", 1, 6, 2)
            .Node("MatMul", ["x", "w1"], "z", Hidden).Node("Relu", ["z"], "a")
            .Node("GRU", ["a", "w", "r"], "y", attributes: Integer("hidden_size", 2)),
        "bias and gelu" => Rows().Weights("w1", 5, Units).Weights("b1", Units).Weights("w2", Units, 3)
            .Node("MatMul", ["x", "w1"], "z", Hidden).Node("BiasGelu", ["z", "b1"], "a", domain: "com.microsoft")
            .Node("MatMul", ["a", "w2"], "y"),
        _ => AttentionModels.Of(name),
    };

    private static OnnxBuilder Rows() => new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3);

    private static OnnxBuilder Steps() => new OnnxBuilder().Input("x", -1, 7, 5).Output("y", -1, 7, 3);

    private static OnnxBuilder Images() => new OnnxBuilder().Input("x", -1, 2, 6, 6).Output("y");

    private static WireMessage Padded() => List("pads", [1, 1, 1, 1]);
}

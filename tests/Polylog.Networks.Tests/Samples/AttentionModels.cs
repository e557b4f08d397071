using static Polylog.Networks.Tests.OnnxBuilder;

namespace Polylog.Networks.Tests;

/// <summary>Attention on seven steps of five numbers, with four heads of two numbers, or eight heads in four groups.</summary>
internal static class AttentionModels
{
    private const int Heads = GroupModels.Units;
    private const int Size = 2;
    private const int Width = Heads * Size;
    private const string Hidden = SampleModels.Layer;

    public static OnnxBuilder Of(string name) => name switch
    {
        "heads" => Separate(Begin(), Heads),
        "unfolded shapes" => Unfolded(),
        "rotated" => Rotated(),
        "grouped queries" => Separate(Begin(), 2 * Heads),
        "packed heads" => Packed(Begin().Weights("w", 5, 3 * Width).Weights("b", 3 * Width).Node("MatMul", ["x", "w"], "p0", Hidden)
            .Node("Add", ["p0", "b"], "p").Node("Split", ["p"], ["q", "k", "v"], attributes: Integer("axis", 2))),
        "packed in a dimension" => Cut(Begin()),
        "steps first" => StepsFirst(),
        "attention" => Begin().Weights("w", 5, 3 * Width).Weights("b", 3 * Width).Weights("o", Width, 3)
            .Node("Attention", ["x", "w", "b"], "a", Hidden, "com.microsoft", Integer("num_heads", Heads)).Node("MatMul", ["a", "o"], "y"),
        "multi-head attention" => Made(Begin(), Width).Weights("o", Width, 3).Weights("b", 3 * Width)
            .Node("MultiHeadAttention", ["q", "k", "v", "b"], "a", "mha", "com.microsoft", Integer("num_heads", Heads))
            .Node("MatMul", ["a", "o"], "y"),
        // Its heads have at least eight numbers.
        "group query attention" => Wide(new OnnxBuilder().Input("x", 1, 7, 5).Output("y", 1, 7, 3))
            .Message(Lengths("steps", [6])).Message(Lengths("all", [7], isScalar: true))
            .Node("GroupQueryAttention", ["q", "k", "v", "", "", "steps", "all"], "a", "gqa", "com.microsoft",
                Integer("num_heads", 2 * Heads), Integer("kv_num_heads", Heads))
            .Node("MatMul", ["a", "o"], "y"),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such model"),
    };

    private static OnnxBuilder Begin() => new OnnxBuilder().Input("x", -1, 7, 5).Output("y", -1, 7, 3);

    private static OnnxBuilder Made(OnnxBuilder builder, int queries) => builder
        .Weights("wq", 5, queries).Weights("wk", 5, Width).Weights("wv", 5, Width)
        .Node("MatMul", ["x", "wq"], "q", Hidden).Node("MatMul", ["x", "wk"], "k").Node("MatMul", ["x", "wv"], "v");

    private static OnnxBuilder Wide(OnnxBuilder builder) => builder.Weights("o", 16 * Heads, 3)
        .Weights("wq", 5, 16 * Heads).Weights("wk", 5, 8 * Heads).Weights("wv", 5, 8 * Heads)
        .Node("MatMul", ["x", "wq"], "q", Hidden).Node("MatMul", ["x", "wk"], "k").Node("MatMul", ["x", "wv"], "v");

    private static OnnxBuilder Separate(OnnxBuilder builder, int queries)
    {
        Made(builder, queries * Size).Integers("to queries", 0, 7, queries, Size).Integers("to keys", 0, 7, Heads, Size)
            .Node("Reshape", ["q", "to queries"], "q4").Node("Transpose", ["q4"], "qh", attributes: List("perm", [0, 2, 1, 3]))
            .Node("Reshape", ["k", "to keys"], "k4").Node("Transpose", ["k4"], "kh0", attributes: List("perm", [0, 2, 1, 3]))
            .Node("Reshape", ["v", "to keys"], "v4").Node("Transpose", ["v4"], "vh0", attributes: List("perm", [0, 2, 1, 3]));
        foreach (string value in (string[])["kh", "vh"])
            Repeat(builder, value, queries);
        return End(builder, queries);
    }

    // Every head of keys serves several queries beside each other.
    private static void Repeat(OnnxBuilder builder, string value, int queries)
    {
        if (queries == Heads)
        {
            builder.Node("Identity", [$"{value}0"], value);
            return;
        }
        builder.Integers($"axis {value}", 2).Integers($"more {value}", 1, Heads, queries / Heads, 7, Size)
            .Integers($"all {value}", 0, queries, 7, Size)
            .Node("Unsqueeze", [$"{value}0", $"axis {value}"], $"{value}1").Node("Expand", [$"{value}1", $"more {value}"], $"{value}2")
            .Node("Reshape", [$"{value}2", $"all {value}"], value);
    }

    private static OnnxBuilder End(OnnxBuilder builder, int queries) => builder.Tensor("root", [], [0.5]).Weights("o", queries * Size, 3)
        .Integers("back", 0, 7, queries * Size).Weights("mask", 1, 1, 7, 7)
        .Node("Transpose", ["kh"], "kt", attributes: List("perm", [0, 1, 3, 2])).Node("MatMul", ["qh", "kt"], "s0")
        .Node("Mul", ["s0", "root"], "s1").Node("Add", ["s1", "mask"], "s2").Node("Softmax", ["s2"], "s", attributes: Integer("axis", -1))
        .Node("MatMul", ["s", "vh"], "h").Node("Transpose", ["h"], "h1", attributes: List("perm", [0, 2, 1, 3]))
        .Node("Reshape", ["h1", "back"], "a").Node("MatMul", ["a", "o"], "y");

    private static OnnxBuilder Packed(OnnxBuilder builder) => End(builder.Integers("to heads", 0, 7, Heads, Size)
        .Node("Reshape", ["q", "to heads"], "q4").Node("Transpose", ["q4"], "qh", attributes: List("perm", [0, 2, 1, 3]))
        .Node("Reshape", ["k", "to heads"], "k4").Node("Transpose", ["k4"], "kh", attributes: List("perm", [0, 2, 1, 3]))
        .Node("Reshape", ["v", "to heads"], "v4").Node("Transpose", ["v4"], "vh", attributes: List("perm", [0, 2, 1, 3])), Heads);

    // As vision transformers do it: queries, keys and values are a dimension that is indexed.
    private static OnnxBuilder Cut(OnnxBuilder builder)
    {
        builder.Weights("w", 5, 3 * Width).Integers("to parts", -1, 7, 3, Heads, Size).Whole("0", 0).Whole("1", 1).Whole("2", 2)
            .Node("MatMul", ["x", "w"], "p", Hidden).Node("Reshape", ["p", "to parts"], "p5")
            .Node("Transpose", ["p5"], "p6", attributes: List("perm", [2, 0, 3, 1, 4]));
        foreach ((string value, string index) in (ReadOnlySpan<(string, string)>)[("qh", "0"), ("kh", "1"), ("vh", "2")])
            builder.Node("Gather", ["p6", index], value, attributes: Integer("axis", 0));
        return End(builder, Heads);
    }

    // As torch.nn.MultiheadAttention does it for one example: rows are steps, not examples.
    private static OnnxBuilder StepsFirst()
    {
        OnnxBuilder builder = new OnnxBuilder().Input("x", 1, 7, 5).Output("y", 1, 7, 3).Integers("to heads", 7, Heads, Size)
            .Node("Transpose", ["x"], "x1", attributes: List("perm", [1, 0, 2]));
        foreach (string value in (string[])["q", "k", "v"])
        {
            long[] order = value == "k" ? [1, 2, 0] : [1, 0, 2];
            builder.Weights($"w{value}", 5, Width).Node("MatMul", ["x1", $"w{value}"], value, value == "q" ? Hidden : "")
                .Node("Reshape", [value, "to heads"], $"{value}3")
                .Node("Transpose", [$"{value}3"], $"{value}h", attributes: List("perm", order));
        }
        return builder.Weights("o", Width, 3).Integers("to rows", 7, Width).Integers("to steps", 7, 1, 3)
            .Node("MatMul", ["qh", "kh"], "s0").Node("Softmax", ["s0"], "s", attributes: Integer("axis", -1))
            .Node("MatMul", ["s", "vh"], "h").Node("Transpose", ["h"], "h1", attributes: List("perm", [1, 0, 2]))
            .Node("Reshape", ["h1", "to rows"], "a")
            .Node("Gemm", ["a", "o"], "y0").Node("Reshape", ["y0", "to steps"], "y1")
            .Node("Transpose", ["y1"], "y", attributes: List("perm", [1, 0, 2]));
    }

    // Halves of each head are exchanged with other signs, as rotary positions do it.
    private static OnnxBuilder Rotated()
    {
        OnnxBuilder builder = Made(Begin(), Width).Integers("to heads", 0, 7, Heads, Size).Weights("cos", 1, 1, 7, Size)
            .Integers("0", 0).Integers("1", 1).Integers("2", 2).Integers("last", 3);
        foreach (string value in (string[])["q", "k", "v"])
        {
            builder.Node("Reshape", [value, "to heads"], $"{value}4")
                .Node("Transpose", [$"{value}4"], value == "v" ? "vh" : $"{value}r", attributes: List("perm", [0, 2, 1, 3]));
        }
        foreach (string value in (string[])["q", "k"])
        {
            builder.Node("Slice", [$"{value}r", "0", "1", "last"], $"{value}a").Node("Slice", [$"{value}r", "1", "2", "last"], $"{value}b")
                .Node("Neg", [$"{value}b"], $"{value}n")
                .Node("Concat", [$"{value}n", $"{value}a"], $"{value}c", attributes: Integer("axis", -1))
                .Node("Mul", [$"{value}c", "cos"], $"{value}d").Node("Add", [$"{value}r", $"{value}d"], $"{value}h");
        }
        return End(builder, Heads);
    }

    // Without constant folding sizes are put together when the model runs.
    private static OnnxBuilder Unfolded()
    {
        OnnxBuilder builder = Made(Begin(), Width).Whole("first", 0).Integers("axis", 0).Integers("seven", 7).Integers("heads", Heads)
            .Integers("size", Size).Integers("width", Width)
            .Node("Shape", ["x"], "dims").Node("Gather", ["dims", "first"], "count").Node("Unsqueeze", ["count", "axis"], "examples")
            .Node("Concat", ["examples", "seven", "heads", "size"], "to heads", attributes: Integer("axis", 0))
            .Node("Concat", ["examples", "seven", "width"], "back", attributes: Integer("axis", 0));
        foreach (string value in (string[])["q", "k", "v"])
        {
            builder.Node("Reshape", [value, "to heads"], $"{value}4")
                .Node("Transpose", [$"{value}4"], $"{value}h", attributes: List("perm", [0, 2, 1, 3]));
        }
        return builder.Weights("o", Width, 3).Node("Transpose", ["kh"], "kt", attributes: List("perm", [0, 1, 3, 2]))
            .Node("MatMul", ["qh", "kt"], "s0").Node("Softmax", ["s0"], "s", attributes: Integer("axis", -1))
            .Node("MatMul", ["s", "vh"], "h")
            .Node("Transpose", ["h"], "h1", attributes: List("perm", [0, 2, 1, 3])).Node("Reshape", ["h1", "back"], "a")
            .Node("MatMul", ["a", "o"], "y");
    }

    private static WireMessage Lengths(string name, int[] values, bool isScalar = false)
    {
        const long Int32 = 6;
        WireMessage tensor = OnnxTensor.Made(name, Int32);
        if (!isScalar)
            tensor.Add(WireField.FromNumber(OnnxFields.TensorDims, values.Length));
        foreach (int value in values)
            tensor.Add(WireField.FromNumber(OnnxFields.TensorInt32Data, value));
        return tensor;
    }
}

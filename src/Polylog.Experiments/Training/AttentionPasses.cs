using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Polylog.Experiments;

/// <summary>
/// Splits the passes of an attention layer among threads: by sequences in the forward pass, by sixteen heads in the backward pass. Each sum
/// over heads or sequences is taken by one thread in a fixed order, so results do not depend on the number of threads.
/// </summary>
internal sealed class AttentionPasses
{
    private const int Lanes = Vectors.Lanes;
    private const int SequencesAtOnce = 16;

    // Gradients are summed in runs which are then added, so that rounding errors grow more slowly.
    private const int RunLength = 64;

    private readonly AttentionShape _shape;
    private readonly int _groups;
    private readonly Workers _workers;
    private readonly Action<int> _forward;
    private readonly Action<int> _backward;
    private readonly AlignedBuffer _parameters = new();
    private readonly AlignedBuffer _gradients = new();
    private readonly AlignedBuffer _tokens = new();
    private readonly AlignedBuffer _slopes = new();

    // The arguments of the current pass, in fields so that a pass allocates nothing.
    private int _count;
    private SampleColumns? _outputs;

    [ThreadStatic]
    private static AlignedBuffer? s_scratch;

    public AttentionPasses(AttentionShape shape, int heads, Workers workers)
    {
        _shape = shape;
        _workers = workers;
        _groups = (heads + Lanes - 1) / Lanes;
        _forward = ForwardPart;
        _backward = BackwardPart;
    }

    /// <summary>A parameter of sixteen heads.</summary>
    /// <param name="group">0 .. (heads + 15) / 16 - 1.</param>
    /// <param name="parameter">0 .. P - 1, in the order Wq, Wk, Wv, U.</param>
    public Span<float> Parameter(int group, int parameter) =>
        Take(_parameters, _groups * _shape.HeadParameters * Lanes).Slice((group * _shape.HeadParameters + parameter) * Lanes, Lanes);

    /// <summary>The gradient of a parameter of sixteen heads.</summary>
    public ReadOnlySpan<float> Gradient(int group, int parameter) =>
        Take(_gradients, _groups * _shape.HeadParameters * Lanes).Slice((group * _shape.HeadParameters + parameter) * Lanes, Lanes);

    public void Forward(SampleColumns inputs, SampleColumns outputs)
    {
        _outputs = outputs;
        _count = inputs.Count;
        ToRows(inputs, _tokens);
        _workers.Run((_count + SequencesAtOnce - 1) / SequencesAtOnce, Work, _forward);
    }

    public void Backward(SampleColumns inputs, SampleColumns outputGradients)
    {
        _count = inputs.Count;
        ToRows(inputs, _tokens);
        ToRows(outputGradients, _slopes);
        // Taken here, since it may have to grow.
        _ = Gradient(0, 0);
        _workers.Run(_groups, Work, _backward);
    }

    private long Work => (long)_groups * _count * _shape.Work;

    private void ForwardPart(int part)
    {
        int first = part * SequencesAtOnce, count = Math.Min(SequencesAtOnce, _count - first), outputs = _shape.OutputCount;
        int sumLength = count * outputs * Lanes;
        Span<float> scratch = Take(s_scratch ??= new AlignedBuffer(), sumLength + AttentionHeads.Scratch(_shape));
        Span<float> sums = scratch[..sumLength];
        sums.Clear();
        for (int group = 0; group < _groups; group++)
        {
            var heads = new AttentionHeads(_shape, Heads(_parameters, group), scratch[sumLength..]);
            for (int i = 0; i < count; i++)
            {
                for (int last = _shape.FirstQuery; last < _shape.Tokens; last++)
                    heads.AddOutputs(Row(_tokens, first + i, _shape.InputCount), last, sums[((i * outputs + OutputAt(last)) * Lanes)..]);
            }
        }
        for (int i = 0; i < count; i++)
        {
            for (int o = 0; o < outputs; o++)
            {
                double sum = 0;
                foreach (float lane in sums.Slice((i * outputs + o) * Lanes, Lanes))
                    sum += lane;
                _outputs!.Column(o)[first + i] = (float)sum;
            }
        }
    }

    private void BackwardPart(int group)
    {
        int length = _shape.HeadParameters * Lanes;
        Span<float> scratch = Take(s_scratch ??= new AlignedBuffer(), length + AttentionHeads.Scratch(_shape));
        Span<float> run = scratch[..length];
        Span<float> total = Heads(_gradients, group);
        total.Clear();
        var heads = new AttentionHeads(_shape, Heads(_parameters, group), scratch[length..]);
        for (int start = 0; start < _count; start += RunLength)
        {
            run.Clear();
            for (int i = start; i < Math.Min(start + RunLength, _count); i++)
            {
                for (int last = _shape.FirstQuery; last < _shape.Tokens; last++)
                {
                    heads.AddGradients(
                        Row(_tokens, i, _shape.InputCount),
                        last,
                        Row(_slopes, i, _shape.OutputCount).Slice(OutputAt(last), _shape.OutputSize),
                        run);
                }
            }
            for (int p = 0; p < length; p += Lanes)
                (Vector512.LoadUnsafe(ref total[p]) + Vector512.LoadUnsafe(ref run[p])).StoreUnsafe(ref total[p]);
        }
    }

    private int OutputAt(int position) => (position - _shape.FirstQuery) * _shape.OutputSize;

    private Span<float> Heads(AlignedBuffer buffer, int group)
    {
        int length = _shape.HeadParameters * Lanes;
        return Take(buffer, _groups * length).Slice(group * length, length);
    }

    private Span<float> Row(AlignedBuffer buffer, int sample, int length) => Take(buffer, _count * length).Slice(sample * length, length);

    // The numbers of a sequence are contiguous, since a head reads one sequence after the other.
    private static void ToRows(SampleColumns columns, AlignedBuffer rows)
    {
        Span<float> target = Take(rows, columns.Count * columns.Columns);
        for (int c = 0; c < columns.Columns; c++)
        {
            ReadOnlySpan<float> column = columns.Column(c);
            for (int i = 0; i < column.Length; i++)
                target[i * columns.Columns + c] = column[i];
        }
    }

    private static Span<float> Take(AlignedBuffer buffer, int length) =>
        MemoryMarshal.Cast<double, float>(buffer.Take((length + 1) / 2))[..length];
}

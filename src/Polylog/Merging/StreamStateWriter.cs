namespace Polylog;

/// <summary>Writes the state of a stream; <see cref="StreamState"/> says how.</summary>
internal static class StreamStateWriter
{
    /// <summary>Writes a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="target">Where to.</param>
    public static void Write(StreamState state, Stream target)
    {
        using var output = new StateOutput(target);
        output.Bytes(StreamState.Magic);
        output.Int(StreamState.Version);
        output.Section("OPTS", section => Many(section, state.Options, option =>
        {
            section.Text(option.Name);
            section.Text(option.Value);
        }));
        output.Section("COLS", section => Columns(section, state));
        output.Section("HEAD", section => Head(section, state.Head));
        output.Section("TREE", section =>
        {
            section.Double(state.Unit);
            Many(section, state.Levels, level =>
            {
                section.Int(level.Level);
                Node(section, level.Node);
            });
        });
        output.Section("WAIT", section => Many(section, state.Waiting, node => Node(section, node)));
        output.Section("DRAW", section => Many(section, state.Draws, draw => Draw(section, draw)));
        output.Section("EVID", section => Evidence(section, state.Panel, state.Sums));
        output.Checksum();
    }

    private static void Many<T>(StateOutput output, IReadOnlyList<T> items, Action<T> write)
    {
        output.Int(items.Count);
        foreach (T item in items)
            write(item);
    }

    private static void Columns(StateOutput output, StreamState state)
    {
        output.Flag(state.Shape is not null);
        if (state.Shape is not { } shape)
            return;
        output.Int(shape.Dimension);
        output.Text(shape.Loss?.Name ?? "");
        output.Int(shape.TargetCount);
        output.Int(shape.TotalCount);
        output.Flag(!shape.Groups.IsEmpty);
        output.Flag(state.HasSample);
        Rows(output, shape);
    }

    private static void Head(StateOutput output, StreamHead head)
    {
        output.Int(head.PartRows);
        output.Long(head.Count);
        Sum(output, head.Weight);
        output.Flag(head.AreStepsChosen);
        output.Int(head.StepOrder ?? 0);
        output.Flag(head.IsEvidenceLost);
    }

    private static void Sum(StateOutput output, CompensatedSum sum)
    {
        output.Double(sum.High);
        output.Double(sum.Low);
    }

    private static void Rows(StateOutput output, Measure rows)
    {
        output.Int(rows.Count);
        output.Flag(!rows.Weights.IsEmpty);
        output.Numbers(rows.Atoms.Span);
        output.Numbers(rows.Weights.Span);
        output.Numbers(rows.Targets.Span);
        output.Numbers(rows.Totals.Span);
        output.Numbers(rows.Groups.Span);
    }

    private static void Node(StateOutput output, StreamNode node)
    {
        Rows(output, node.Points);
        output.Numbers<long>(node.Rows);
        output.Int(node.Order);
        output.Double(node.Residual);
    }

    private static void Draw(StateOutput output, DrawnRows draw)
    {
        output.Double(draw.Threshold);
        output.Flag(draw.Rows is not null);
        if (draw.Rows is null)
            return;
        Rows(output, draw.Rows);
        output.Numbers<double>(draw.Priorities);
    }

    private static void Evidence(StateOutput output, EvidencePanel? panel, FunctionSums? sums)
    {
        output.Flag(panel is not null);
        if (panel is null)
            return;
        output.Int(panel.Order);
        output.Int(panel.Own);
        output.Int(panel.Tails);
        (double[] scale, double[] mean, double[] reciprocal) = panel.Functions.Frame.Numbers;
        output.Numbers<double>(scale);
        output.Numbers<double>(mean);
        output.Numbers<double>(reciprocal);
        Many(output, panel.Functions.Functions, function =>
        {
            output.Int((int)function.Kind);
            output.Double(function.Offset);
            output.Int(function.Exponent);
            output.Numbers<double>(function.Direction);
        });
        if (panel.Functions.Models is { } models)
            Models(output, models);
        foreach (CompensatedSum sum in sums!.Sums)
            Sum(output, sum);
        output.Numbers<double>(sums.Magnitudes);
    }

    private static void Models(StateOutput output, RandomModels models)
    {
        output.Int(models.Count);
        foreach ((double centre, double spread) in models.Outputs)
        {
            output.Double(centre);
            output.Double(spread);
        }
        output.Int(models.Classes.Length);
        output.Numbers<double>(models.Classes);
    }
}

using System.Globalization;

namespace Polylog;

/// <summary>All of a <see cref="StreamingCompressor"/> that decides its later results.</summary>
/// <remarks>
/// Layout, little-endian: <see cref="Magic"/>, the version (4 bytes), sections, the SHA-256 of all before (32 bytes). A section is a tag of
/// four letters, the number of its bytes (8), and these. In this order: OPTS, pairs of texts; COLS, what columns rows have; HEAD, counters;
/// TREE, nodes with their levels; WAIT, nodes; DRAW, the rows of each draw; EVID, the test functions and their sums. Rows are arrays of
/// doubles, one behind the other: coordinates, weights, targets, totals; then groups.
/// </remarks>
internal sealed record StreamState
{
    /// <summary>The version that is written, the newest that is read.</summary>
    public const int Version = 1;

    /// <summary>The first bytes. The last ones tell a copy in text mode, which changes them.</summary>
    public static ReadOnlySpan<byte> Magic => "PLSTRM\r\n"u8;

    /// <summary>Names and values of the options that decide results.</summary>
    public required IReadOnlyList<(string Name, string Value)> Options { get; init; }

    /// <summary>One row, or the sample: what later rows have to be like. Null before there is a row.</summary>
    public required Measure? Shape { get; init; }

    /// <summary>Whether the shape is a sample that was given.</summary>
    public required bool HasSample { get; init; }

    /// <summary>The counters and flags.</summary>
    public required StreamHead Head { get; init; }

    /// <summary>The mass of the first node.</summary>
    public required double Unit { get; init; }

    /// <summary>The nodes of the tree with their levels.</summary>
    public required IReadOnlyList<(int Level, StreamNode Node)> Levels { get; init; }

    /// <summary>Parts that wait.</summary>
    public required IReadOnlyList<StreamNode> Waiting { get; init; }

    /// <summary>The rows of each draw.</summary>
    public required IReadOnlyList<DrawnRows> Draws { get; init; }

    /// <summary>The test functions; null before they have a frame.</summary>
    public required EvidencePanel? Panel { get; init; }

    /// <summary>Their sums; null without a panel.</summary>
    public required FunctionSums? Sums { get; init; }

    /// <summary>Refuses losses that are not the library's: their code cannot be stored.</summary>
    /// <exception cref="NotSupportedException">There is one.</exception>
    public void CheckLosses()
    {
        IEnumerable<ILoss?> losses =
        [
            Shape?.Loss, Panel?.Functions.Models?.Loss, .. Levels.Select(level => level.Node.Points.Loss),
            .. Waiting.Select(node => node.Points.Loss), .. Draws.Select(draw => draw.Rows?.Loss),
        ];
        if (losses.FirstOrDefault(loss => loss is not null && !Loss.All.Contains(loss)) is { } custom)
        {
            throw new NotSupportedException($"The {custom.Name} loss is a custom one, and its code cannot be stored: a state has a loss of "
                + $"Loss.All ({string.Join(", ", Loss.All.Select(loss => loss.Name))}); stream with one of these, or with totals.");
        }
    }

    /// <summary>Refuses other options than those that the state was made with.</summary>
    /// <param name="options">The options, as <see cref="Told"/> gives them.</param>
    /// <exception cref="ArgumentException">One differs.</exception>
    public void CheckOptions(CompressionOptions options)
    {
        IReadOnlyList<(string Name, string Value)> given = Told(options);
        if (!Options.Select(option => option.Name).SequenceEqual(given.Select(option => option.Name)))
            throw StateFault.Changed($"it has the options {string.Join(", ", Options.Select(option => option.Name))}");
        for (int i = 0; i < given.Count; i++)
        {
            if (given[i] != Options[i])
                throw new ArgumentException($"{given[i].Name} is {given[i].Value}, but the state was made with {Options[i].Value}; load it "
                    + "with the options it was made with.", nameof(options));
        }
        if (Head.AreStepsChosen && options.Order is { } order && Head.StepOrder != order)
            throw StateFault.Changed(string.Create(CultureInfo.InvariantCulture, $"its steps do not have the order {order}"));
    }

    /// <summary>Names and values of the options that decide results.</summary>
    public static IReadOnlyList<(string Name, string Value)> Told(CompressionOptions options) =>
    [
        (nameof(options.Size), Text(options.Size)),
        (nameof(options.Order), Text(options.Order)),
        (nameof(options.Use), Text(options.Use)),
        (nameof(options.Functions), Text(options.Functions)),
        (nameof(options.Scale), Text(options.Scale)),
        (nameof(options.Effort), Text(options.Effort)),
        (nameof(options.MaxWeight), Text(options.MaxWeight)),
        (nameof(options.Draw), Text(options.Draw)),
    ];

    private static string Text(object? value) =>
        Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "none";
}

/// <summary>Counters and flags of a stream.</summary>
/// <param name="PartRows">Rows that are compressed together.</param>
/// <param name="Count">Rows so far.</param>
/// <param name="Weight">Their weight.</param>
/// <param name="AreStepsChosen">Whether the order of steps is.</param>
/// <param name="StepOrder">The order; null where steps have kernel functions.</param>
/// <param name="IsEvidenceLost">Whether sums of other functions were merged.</param>
internal sealed record StreamHead(
    int PartRows, long Count, CompensatedSum Weight, bool AreStepsChosen, int? StepOrder, bool IsEvidenceLost);

namespace Polylog;

/// <content>A state that outlives the process.</content>
public sealed partial class StreamingCompressor
{
    // What it goes on from, where it was loaded.
    private StreamingCompressor(CompressionOptions options, StreamState state)
        : this(options)
    {
        PartRows = state.Head.PartRows;
        Count = state.Head.Count;
        _weight = state.Head.Weight;
        _isEvidenceLost = state.Head.IsEvidenceLost;
        _shape = state.Shape;
        _sample = state.HasSample ? state.Shape : null;
        _panel = state.Panel;
        _sums = state.Sums;
        if (state.Head.AreStepsChosen)
            _steps.Restore(state.Head.StepOrder);
        _tree.Restore(state.Unit, state.Levels);
        _waiting.AddRange(state.Waiting);
        _draws.Restore(state.Draws);
    }

    /// <summary>
    /// Writes all that decides later results, to go on in another process or on another machine with <see cref="Load"/>. The compressor
    /// can be used on, and rows can be added.
    /// </summary>
    /// <param name="output">Where to; neither flushed nor closed.</param>
    /// <exception cref="NotSupportedException">
    /// The rows have the targets of an <see cref="ILoss"/> that is not in <see cref="Loss.All"/>: its code cannot be stored. Nothing is
    /// written then.
    /// </exception>
    /// <remarks>
    /// Binary, little-endian, the same bytes for the same state: 8 bytes that say what it is, a version, sections with their lengths, and
    /// the SHA-256 of all of it. Size: 8 bytes for each number of the rows that are held, which are those kept so far (about the size x 4 x
    /// the logarithm of the number of parts), five draws of the size, the sample, and rows that wait to be a million; and 8 bytes for each
    /// column of about 200 functions of the evidence. Cost: that of writing them, a quarter of a second for 80 MB.
    /// </remarks>
    public void Save(Stream output) => Save(output, row => row);

    /// <summary>Writes the state with other numbers of rows.</summary>
    /// <param name="output">Where to; neither flushed nor closed.</param>
    /// <param name="number">The number of a row from now on; ascending.</param>
    internal void Save(Stream output, Converter<long, long> number)
    {
        ArgumentNullException.ThrowIfNull(output);
        var state = new StreamState
        {
            Options = StreamState.Told(_options),
            Shape = _shape,
            HasSample = _sample is not null,
            Head = new StreamHead(PartRows, Count, _weight, _steps.AreChosen, _steps.Order, _isEvidenceLost),
            Unit = _tree.Unit,
            Levels = [.. _tree.Levels.Select(level => (level.Level, level.Node.Numbered(number)))],
            Waiting = [.. _waiting.Select(node => node.Numbered(number))],
            Draws = _draws.State,
            Panel = _panel,
            Sums = _sums,
        };
        state.CheckLosses();
        StreamStateWriter.Write(state, output);
    }

    /// <summary>Goes on from a state: rows that are added then give the same bits as in the compressor that was saved.</summary>
    /// <param name="input">What <see cref="Save(Stream)"/> wrote; read up to its end and no further, and not closed.</param>
    /// <param name="options">
    /// The options the state was made with. <see cref="CompressionOptions.Threads"/>, <see cref="CompressionOptions.Progress"/> and
    /// <see cref="CompressionOptions.Strict"/> may be others.
    /// </param>
    /// <returns>A compressor with the rows of the saved one.</returns>
    /// <exception cref="InvalidDataException">
    /// It is no state of a stream, has the version of a newer library, or was cut off or changed.
    /// </exception>
    /// <exception cref="ArgumentException">An option has another value than the state was made with; the message has both.</exception>
    /// <remarks>
    /// Cost: that of reading the bytes once. No more memory is taken than twice the bytes that are there, whatever the state says. The
    /// checksum finds accidents; it is no signature.
    /// </remarks>
    public static StreamingCompressor Load(Stream input, CompressionOptions options)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(options);
        StreamState state = StreamStateReader.Read(input);
        state.CheckOptions(options);
        return new StreamingCompressor(options, state);
    }
}

using System.Diagnostics;

namespace Polylog.Cli;

/// <summary>
/// Keeps the state of a compression part by part in a file beside the output, so that the same command goes on where it was stopped.
/// </summary>
internal sealed class StreamResume
{
    // Saving takes at most one part in this many of the time.
    private const int LeastShare = 30;

    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly IReadOnlyList<(string Name, string Value)> _asked;
    private readonly IReadOnlyList<ReadFile> _files;
    private readonly bool _isUsable;

    // Whether a file that is no state has the name of the state.
    private readonly bool _isOfStranger;
    private TimeSpan _wait = s_least;
    private long _last = Stopwatch.GetTimestamp();
    private string? _failure;

    public StreamResume(CompressRequest request, CompressInput input)
    {
        _path = request.Output + ".resume";
        _asked = ResumeState.AskedBy(request, input);
        // What came through a pipe is gone when the process is, and nothing is beside standard output.
        bool hasPlace = input.Table.IsKept && request.Output != RowsOnOutput.Path;
        _isUsable = hasPlace && ResumeFile.IsFree(_path);
        _isOfStranger = hasPlace && !_isUsable;
        _files = _isUsable ? [.. input.Table.Files.Select(ReadFile.At)] : [];
    }

    /// <summary>Rows of the input that the state on the disk has; null where there is none.</summary>
    public long? SavedRows { get; private set; }

    /// <summary>Finds the state of an earlier run, and says in a note whether this one goes on from it.</summary>
    /// <param name="options">The options of the compressor.</param>
    /// <param name="output">The file that is made in the end.</param>
    /// <param name="notes">Takes the note.</param>
    /// <returns>The state and its compressor; null to begin with the first row.</returns>
    public (ResumeState State, StreamingCompressor Stream)? Find(CompressionOptions options, string output, NoteList notes)
    {
        if (_isOfStranger)
            notes.Add($"'{_path}' is no state of polylog and is left as it is; move it away, or this run begins anew if it is stopped");
        if (!_isUsable)
            return null;
        TemporaryNames.SweepOf(_path);
        if (!File.Exists(_path))
            return null;
        (ResumeState State, StreamingCompressor Stream) found;
        try
        {
            found = ResumeFile.Read(_path, state => Difference(state) is { } difference ? throw new CommandException(difference) : options);
        }
        catch (CommandException exception)
        {
            notes.Add(exception.Message);
            return null;
        }
        TemporaryNames.SweepOf(output);
        Saved(found.State.Rows);
        notes.Add($"goes on after {Format.Count(found.State.Rows, "row")} of an earlier run that was stopped; delete '{_path}' to begin "
            + "anew");
        return found;
    }

    /// <summary>Writes the state, if the last time is long enough ago.</summary>
    /// <param name="read">How far the run is: at the end of a part.</param>
    public void Save(StreamedRows read)
    {
        if (!_isUsable || Stopwatch.GetElapsedTime(_last) < _wait)
            return;
        long start = Stopwatch.GetTimestamp();
        try
        {
            ResumeFile.Write(_path, new ResumeState(_asked, _files, read.Stream.PartRows, read.Rows, read.Dropped)
            {
                Labels = read.Parts.Labels,
            }, read.Stream);
            Saved(read.Rows);
        }
        catch (CommandException exception)
        {
            _failure ??= exception.Message;
        }
        TimeSpan wait = LeastShare * Stopwatch.GetElapsedTime(start);
        _wait = wait > s_least ? wait : s_least;
        _last = Stopwatch.GetTimestamp();
    }

    /// <summary>Deletes the state, since the output is there.</summary>
    /// <param name="notes">Takes a note, if the state could not be written.</param>
    public void End(NoteList notes)
    {
        if (_failure is not null)
            notes.Add($"{_failure}, or a run that is stopped begins anew");
        if (_isUsable)
            ResumeFile.Delete(_path);
        StoppedWork.GoesOn = null;
    }

    private void Saved(long rows)
    {
        SavedRows = rows;
        StoppedWork.GoesOn = GoesOn(rows);
    }

    /// <summary>What the message of a stopped command adds.</summary>
    public static string GoesOn(long rows) => $"the same command goes on after {Format.Count(rows, "row")}";

    // Why this run cannot go on from a state; null where it can.
    private string? Difference(ResumeState state)
    {
        string earlier = $"an earlier run that was stopped ('{_path}')";
        (string Name, string Value) had = state.Asked.Except(_asked).FirstOrDefault();
        if (had.Name == "polylog")
            return $"begins anew, because {earlier} was one of another version of polylog";
        if (had.Name is not null || state.Asked.Count != _asked.Count)
            return $"begins anew, because {earlier} had {Value(had.Name, had.Value)}";
        if (!state.Files.Select(file => file.Path).SequenceEqual(_files.Select(file => file.Path)))
            return $"begins anew, because {earlier} read other files, or in another order";
        return state.Files.Except(_files).FirstOrDefault() is { } changed
            ? $"begins anew, because '{Path.GetFileName(changed.Path)}' changed since {earlier}" : null;
    }

    private static string Value(string? name, string value) => name is null ? "other options"
        : value.Length == 0 ? $"no {name}" : value.Length <= 60 ? $"{name} {value}" : $"another {name}";
}

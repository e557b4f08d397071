namespace Polylog.Cluster;

/// <summary>The folder beside a job's output that all nodes see: the plan, the sample, and one state for each part and merge.</summary>
/// <param name="output">The job's output.</param>
/// <remarks>Each file is written under another name and renamed, so that whoever sees it sees all of it.</remarks>
internal sealed class JobFolder(string output)
{
    private const string PlanName = "plan.json";

    /// <summary>Its full path.</summary>
    public string Path { get; } = output + ".job";

    /// <summary>Where the output is written before it gets its name: its ending says the format.</summary>
    public string Unnamed => System.IO.Path.Combine(Path, "output" + System.IO.Path.GetExtension(output));

    private string Seed => System.IO.Path.Combine(Path, "sample");

    /// <summary>Makes the folder. Only the planning does: a late node must not make it anew when the job has ended.</summary>
    /// <exception cref="CommandException">It cannot be made.</exception>
    public void Create()
    {
        try
        {
            if (!OperatingSystem.IsWindows())
                Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            else
                Directory.CreateDirectory(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"the folder '{Path}' cannot be made: {exception.Message}");
        }
    }

    public void WritePlan(byte[] plan) => Write(In(PlanName), file => file.Write(plan));

    /// <summary>Reads the plan.</summary>
    /// <exception cref="CommandException">This node does not see it, or sees another one.</exception>
    public JobPlan ReadPlan(string hash)
    {
        try
        {
            return JobPlan.FromBytes(File.ReadAllBytes(In(PlanName)), hash);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException($"the folder '{Path}' is not there; all nodes must see the folder of the output");
        }
    }

    /// <summary>Keeps a compressor without rows, whose sample and order all parts share.</summary>
    public void WriteSeed(StreamingCompressor seed) => Write(Seed, seed.Save);

    public StreamingCompressor ReadSeed(CompressionOptions options) => Load(Seed, options);

    public void WriteState(int task, StreamingCompressor stream) => Write(State(task), stream.Save);

    public StreamingCompressor ReadState(int task, CompressionOptions options) => Load(State(task), options);

    /// <summary>Whether the result of a task is there.</summary>
    public bool HasState(int task) => File.Exists(State(task));

    /// <summary>Deletes the folder with all that is in it.</summary>
    public void Delete()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private string State(int task) => In(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"task-{task}"));

    private static void Write(string path, Action<Stream> write)
    {
        using var output = new OutputFile(path, message => new IOException(message));
        output.Write(write);
        output.Commit();
    }

    private static StreamingCompressor Load(string path, CompressionOptions options)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16);
        return StreamingCompressor.Load(file, options);
    }
}

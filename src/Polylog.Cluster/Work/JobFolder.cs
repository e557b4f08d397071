using System.Globalization;

namespace Polylog.Cluster;

/// <summary>The folder beside a job's output that all nodes see: the plan, the sample, and one state for each part and merge.</summary>
/// <param name="output">The job's output.</param>
/// <param name="plan">The hash of the job's plan; empty before there is one.</param>
/// <remarks>
/// Each file is written under another name and renamed, so that whoever sees it sees all of it. Names have the hash of the plan: a node
/// that was away, and goes on with a job that has been cancelled since, writes nothing that a later job for the same output reads.
/// </remarks>
internal sealed class JobFolder(string output, string plan = "")
{
    // Of a hash's digits: as many as tell plans apart.
    private const int NameDigits = 16;

    private const int MostDeletions = 20;
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(100);

    /// <summary>Its full path.</summary>
    public string Path { get; } = output + ".job";

    /// <summary>Where the output is written before it gets its name: its ending says the format.</summary>
    public string Unnamed => In("output-", plan) + System.IO.Path.GetExtension(output);

    /// <summary>Whether the plan is there: not where the job has ended, or was cancelled, since a task of it began.</summary>
    public bool HasPlan => File.Exists(In("plan-", plan));

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

    /// <summary>Writes the plan, whose hash this is the folder of.</summary>
    public void WritePlan(byte[] bytes) => Write(In("plan-", plan), file => file.Write(bytes));

    /// <summary>Reads the plan.</summary>
    /// <exception cref="CommandException">This node does not see it, or sees another one.</exception>
    public JobPlan ReadPlan()
    {
        try
        {
            return JobPlan.FromBytes(File.ReadAllBytes(In("plan-", plan)), plan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException($"the job's folder '{Path}' is not there, or not as it was planned; all nodes must see the "
                + "folder of the output");
        }
    }

    /// <summary>Keeps a compressor without rows, whose sample and order all parts share.</summary>
    /// <param name="hash">The hash of its bytes.</param>
    /// <param name="seed">Its bytes.</param>
    public void WriteSeed(string hash, byte[] seed) => Write(In("sample-", hash), file => file.Write(seed));

    public StreamingCompressor ReadSeed(string hash, CompressionOptions options) => Load(In("sample-", hash), options);

    public void WriteState(int task, StreamingCompressor stream) => Write(State(task), stream.Save);

    public StreamingCompressor ReadState(int task, CompressionOptions options) => Load(State(task), options);

    /// <summary>Whether the result of a task is there.</summary>
    public bool HasState(int task) => File.Exists(State(task));

    /// <summary>Deletes the folder with all that is in it.</summary>
    public void Delete()
    {
        for (int attempt = 1; Directory.Exists(Path); attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
            }
            catch (IOException) when (attempt < MostDeletions)
            {
                // A node that still works on a part has just written its result.
                Thread.Sleep(s_again);
            }
        }
    }

    private string In(string kind, string hash) => System.IO.Path.Combine(Path, kind + hash[..Math.Min(NameDigits, hash.Length)]);

    private string State(int task) => In(string.Create(CultureInfo.InvariantCulture, $"task-{task}-"), plan);

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

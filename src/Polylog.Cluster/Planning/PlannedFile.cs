namespace Polylog.Cluster;

/// <summary>A file of a job as it was when the job was planned.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Sample">The SHA-256 of pieces spread over it.</param>
/// <param name="Rows">Its rows.</param>
internal sealed record PlannedFile(string Path, long Length, string Sample, long Rows)
{
    /// <summary>Makes sure that the file is as it was planned. Its time is not compared: network folders may show another one.</summary>
    /// <exception cref="CommandException">It is gone, or another one.</exception>
    public void Check()
    {
        ReadFile now;
        try
        {
            now = ReadFile.At(Path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CommandException($"'{Path}' is gone since the job was planned; put it back, or cancel the job and submit it again");
        }
        if (now.Length != Length || now.Sample != Sample)
            throw new CommandException($"'{Path}' changed since the job was planned; cancel the job and submit it again");
    }
}

/// <summary>A part: some rows of one file, or several whole files.</summary>
/// <param name="FirstFile">The place of its first file among those of the plan.</param>
/// <param name="Files">Number of files.</param>
/// <param name="FirstRow">The first row in its first file.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="FirstOfTable">The number of its first row in the whole table.</param>
internal sealed record PlannedPart(int FirstFile, int Files, long FirstRow, long Rows, long FirstOfTable);

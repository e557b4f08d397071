namespace Polylog.Cluster;

/// <summary>How far a job is.</summary>
public enum JobPhase
{
    /// <summary>Nobody ordered it.</summary>
    None,

    /// <summary>A node reads the files' sizes and cuts them into parts.</summary>
    Planning,

    /// <summary>Each node looks whether it sees the job's folder and files.</summary>
    Checking,

    /// <summary>Parts are compressed and merged.</summary>
    Running,

    /// <summary>The files of the parts are deleted.</summary>
    Cleaning,

    /// <summary>The output is there.</summary>
    Done,

    /// <summary>It ended with an error; ordered again, it goes on with the parts that it has.</summary>
    Failed,

    /// <summary>A user ended it.</summary>
    Cancelled,
}

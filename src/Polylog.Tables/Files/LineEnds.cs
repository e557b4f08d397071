namespace Polylog.Tables;

/// <summary>The ways in which the lines of a file end.</summary>
[Flags]
internal enum LineEnds
{
    None = 0,

    /// <summary>A line feed.</summary>
    Feed = 1,

    /// <summary>A return and a line feed.</summary>
    ReturnFeed = 2,

    /// <summary>A return.</summary>
    Return = 4,
}

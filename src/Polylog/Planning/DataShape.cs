namespace Polylog;

/// <summary>How columns of which nothing more is known are taken to be spread, none of them a function of the others.</summary>
internal enum DataShape
{
    /// <summary>Bell-shaped: the outermost leaves stay wide, so that errors fall more slowly. Nearer to most tables.</summary>
    Normal,

    /// <summary>Evenly between two ends.</summary>
    Uniform,
}

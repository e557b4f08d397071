namespace Polylog;

/// <summary>The assumed distribution of columns when there are no data; columns are taken to be independent.</summary>
internal enum DataShape
{
    /// <summary>Bell-shaped: the outermost leaves stay wide, so that errors fall more slowly. Nearer to most tables.</summary>
    Normal,

    /// <summary>Evenly between two ends.</summary>
    Uniform,
}

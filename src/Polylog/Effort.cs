namespace Polylog;

/// <summary>How much work a compression spends on errors beyond the matched moments. Every level matches the moments to rounding.</summary>
public enum Effort
{
    /// <summary>
    /// Matches the moments up to the order and does nothing else. An order that the library chooses has at most 300 moments per leaf.
    /// </summary>
    Fast,

    /// <summary>
    /// Also reduces the error in the moments of the next order. With 64 moments or more it refines the result in further rounds, if these
    /// take less than about a second. For smooth uses a third of the error, or less, for up to twice the time. An order that the library
    /// chooses has at most 720 moments per leaf, fewer for sizes above 14 000.
    /// </summary>
    Balanced,

    /// <summary>
    /// As balanced, but rounds may take as long as they need, and an order that the library chooses may have up to 3000 moments per leaf.
    /// Errors come near rounding, in seconds to a minute. With a target and kinked uses it also tries ten times as many exchanges of
    /// points.
    /// </summary>
    Thorough,
}

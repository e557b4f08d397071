using System.Diagnostics;

namespace Polylog;

/// <summary>Checks of the engine's own work, in debug builds only.</summary>
internal static class Invariant
{
    /// <summary>Throws where a condition does not hold that the engine itself is to ensure.</summary>
    /// <param name="condition">What has to hold.</param>
    /// <param name="message">What does not, with its numbers.</param>
    /// <exception cref="InvariantException">The condition does not hold.</exception>
    [Conditional("DEBUG")]
    public static void Holds(bool condition, string message)
    {
        if (!condition)
            throw new InvariantException(message);
    }
}

/// <summary>
/// The engine broke one of its own rules. A type of its own, so that no test that expects an exception takes it for another.
/// </summary>
internal sealed class InvariantException(string message) : Exception($"{message} This is an internal error; please report it.");

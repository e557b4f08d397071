using System.Diagnostics;

namespace Polylog;

/// <summary>Checks that the engine keeps its own rules; compiled into debug builds only.</summary>
internal static class Invariant
{
    /// <summary>Throws if a condition does not hold that the engine itself has to ensure.</summary>
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
/// Thrown when the engine breaks one of its own rules. No test expects this type, so a test cannot mistake it for the exception it waits
/// for.
/// </summary>
internal sealed class InvariantException(string message) : Exception($"{message} This is an internal error; please report it.");

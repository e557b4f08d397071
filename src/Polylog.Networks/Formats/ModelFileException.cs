namespace Polylog.Networks;

/// <summary>A model file that cannot be read, changed, run or written as asked. The message is one line a person can act on.</summary>
public sealed class ModelFileException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public ModelFileException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line: the value, the place, the rule and the way out.</param>
    public ModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception around the failure that caused it.</summary>
    /// <param name="message">One line: the value, the place, the rule and the way out.</param>
    /// <param name="innerException">The failure underneath.</param>
    public ModelFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

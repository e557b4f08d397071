namespace Polylog.Tables;

/// <summary>Thrown when a table cannot be read, used or written as asked. The message is one line that says what to do.</summary>
public sealed class TableException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public TableException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">One line: the value, the place, the rule and the way out.</param>
    public TableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception around the failure that caused it.</summary>
    /// <param name="message">One line: the value, the place, the rule and the way out.</param>
    /// <param name="innerException">The failure underneath.</param>
    public TableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace Polylog.Native;

/// <summary>The codes of the header.</summary>
internal enum ErrorCode
{
    None = 0,
    BadInput = 1,
    Cancelled = 2,
    Missed = 3,
    NoMemory = 4,
    File = 5,
    Internal = 6,
}

/// <summary>What an exception says, without what .NET adds to it.</summary>
internal static class ErrorSentence
{
    /// <summary>Code and sentence of an exception.</summary>
    public static (ErrorCode Code, string Sentence) For(Exception fault) => fault switch
    {
        AggregateException { InnerExceptions: [var only] } => For(only),
        OperationCanceledException => (ErrorCode.Cancelled, "Cancelled."),
        CompressionException => (ErrorCode.Missed, fault.Message),
        ArgumentException argument => (ErrorCode.BadInput, WithoutAdditions(argument)),
        InvalidOperationException => (ErrorCode.BadInput, fault.Message),
        OutOfMemoryException => (ErrorCode.NoMemory, "There is not enough memory; give fewer rows, or add them to a stream in parts."),
        OverflowException => (ErrorCode.BadInput, "The rows have more numbers than one array holds; add them to a stream in parts."),
        IOException or InvalidDataException or UnauthorizedAccessException => (ErrorCode.File, fault.Message),
        _ => (ErrorCode.Internal, $"Internal error, please report it: {fault.GetType().Name}: {fault.Message}"),
    };

    // The name of the parameter and the value stand behind the sentence, which has said both where they matter.
    private static string WithoutAdditions(ArgumentException fault)
    {
        string message = fault.Message;
        int end = fault.ParamName is null ? -1 : message.IndexOf($" (Parameter '{fault.ParamName}')", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}

using System.Text.RegularExpressions;

namespace Polylog.Networks;

/// <summary>What of a message of ONNX Runtime tells a user something: not where in its source it was written.</summary>
internal static partial class RuntimeText
{
    public static string WithoutSource(string message) => Source().Replace(ErrorCode().Replace(message, ""), "");

    [GeneratedRegex(@"^\[ErrorCode:\w+\] ")]
    private static partial Regex ErrorCode();

    // A file and a line, then a function with its arguments.
    [GeneratedRegex(@"[^\s:]*onnxruntime_src\S*:\d+ [^()]*\([^()]*\)( const)?( \[[^\]]*\])? ")]
    private static partial Regex Source();
}

using System.Text.RegularExpressions;

namespace Polylog.Networks;

/// <summary>Messages of ONNX Runtime without references to its source code, which tell a user nothing.</summary>
internal static partial class RuntimeText
{
    public static string WithoutSource(string message) => Source().Replace(ErrorCode().Replace(message, ""), "");

    [GeneratedRegex(@"^\[ErrorCode:\w+\] ")]
    private static partial Regex ErrorCode();

    // A file and a line, then a function with its arguments.
    [GeneratedRegex(@"[^\s:]*onnxruntime_src\S*:\d+ [^()]*\([^()]*\)( const)?( \[[^\]]*\])? ")]
    private static partial Regex Source();
}

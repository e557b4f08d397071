using System.Text.RegularExpressions;

namespace Polylog.Networks;

/// <summary>
/// Messages of ONNX Runtime without what tells a user nothing: error codes, references to its source code, and the path it loaded, which
/// can be that of a temporary copy.
/// </summary>
internal static partial class RuntimeText
{
    public static string Plain(string message) =>
        Node().Replace(Source().Replace(Load().Replace(ErrorCode().Replace(message, ""), ""), ""), "$1 node '$2': ");

    [GeneratedRegex(@"^\[ErrorCode:\w+\] ")]
    private static partial Regex ErrorCode();

    [GeneratedRegex("^Load model from .*? failed: ?", RegexOptions.Singleline)]
    private static partial Regex Load();

    // Names of nodes can contain anything.
    [GeneratedRegex(@"^Non-zero status code returned while running (\S+) node\. Name:'(.*?)' Status Message: ", RegexOptions.Singleline)]
    private static partial Regex Node();

    // A file and a line, then a function with its arguments.
    [GeneratedRegex(@"[^\s:]*onnxruntime_src\S*:\d+ [^()]*\([^()]*\)( const)?( \[[^\]]*\])? ")]
    private static partial Regex Source();
}

using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Polylog.Native.Tests;

/// <summary>The header and the code agree.</summary>
public class HeaderTests
{
    private static readonly string s_header = File.ReadAllText(Path.Combine(Root(), "src", "Polylog.Native", "polylog.h"));

    [Fact]
    public void The_header_declares_every_function_and_no_other()
    {
        IEnumerable<string> declared = Regex.Matches(s_header, @"^[\w ]+[ *](polylog_\w+)\(", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value);
        IEnumerable<string> exported = typeof(CoresetExports).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Select(method => method.GetCustomAttribute<UnmanagedCallersOnlyAttribute>()?.EntryPoint)
            .OfType<string>();
        Assert.Equal(exported.Order(), declared.Where(name => name != "polylog_watch").Order());
    }

    [Fact]
    public void Codes_are_those_of_the_code()
    {
        foreach ((string name, ErrorCode code) in new[]
        {
            ("OK", ErrorCode.None), ("BAD_INPUT", ErrorCode.BadInput), ("CANCELLED", ErrorCode.Cancelled), ("MISSED", ErrorCode.Missed),
            ("NO_MEMORY", ErrorCode.NoMemory), ("FILE", ErrorCode.File), ("INTERNAL", ErrorCode.Internal),
        })
            Assert.Matches($@"\bPOLYLOG_{name} = {(int)code}\b", s_header);
        foreach (CompressionStatus status in Enum.GetValues<CompressionStatus>())
        {
            string name = Regex.Replace(status.ToString(), "(?<=[a-z])(?=[A-Z])", "_").ToUpperInvariant();
            Assert.Matches($@"\bPOLYLOG_{name} = {(int)status}\b", s_header);
        }
    }

    private static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Polylog.slnx")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

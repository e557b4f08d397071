using System.Text.Json;
using Spectre.Console;

namespace Polylog.Cli.Tests;

/// <summary>Names can have characters that control a terminal or turn the order of the text; none of them is printed.</summary>
public sealed class ControlCharacterTests : IDisposable
{
    private static readonly string[] s_names = ["a\e[31m", "b\a\u202E", "c\u2028\u0085", "d\u009B1m\u2066"];

    private readonly TemporaryFolder _folder = new();
    private readonly string _table;
    private readonly string _output;

    public ControlCharacterTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "names of files have no control characters there");
        _table = _folder.Sample("t\e[2J\n\u202E.csv", 300, string.Join(',', s_names));
        _output = _folder["o\e[1m\n.parquet"];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Results_and_notes_have_none()
    {
        string[] kept = ["--size", "50", "--exclude", s_names[2]];
        CliResult compressed = Plain(["compress", _table, "-o", _output, .. kept]);
        Assert.Contains("a\uFFFD[31m, b\uFFFD\uFFFD", compressed.Output, StringComparison.Ordinal);
        Plain("inspect", _output, "--against", _table);
        Plain("plan", _table, "--size", "50");
    }

    [Fact]
    public void A_command_to_copy_names_the_file()
    {
        string text = Plain("compress", _table, "-o", _output, "--size", "50").Output;
        Assert.Contains(@"/t\u001B[2J\u000A\u202E.csv'", text, StringComparison.Ordinal);
        Assert.Contains("inspect $'", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_them_escaped()
    {
        CliResult result = Plain("compress", _table, "-o", _output, "--size", "50", "--json");
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(s_names.Where((_, index) => index != 2),
            json.RootElement.GetProperty("columns").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(_output, json.RootElement.GetProperty("output").GetString());
    }

    [Fact]
    public void Errors_have_none()
    {
        Refused(1, "no column 'x\uFFFD[31m'", "compress", _table, "-o", _output, "--columns", "x\e[31m");
        Refused(1, "no file", "compress", _folder["gone\e[31m\r\u2029.csv"], "-o", _output);
        Refused(1, "there is no folder", "compress", _table, "-o", _folder["no\u202E/o.csv"]);
        Refused(2, "no option '--or\uFFFDder'", "compress", _table, "--or\eder", "3");
        Refused(2, "--order is '\uFFFD[31m'", "compress", _table, "--order", "\e[31m");
        Refused(2, "no command '\uFFFD[31m'", "\e[31m");
        Refused(1, "no file", "shrink", _folder["gone\e.onnx"], "--list");
    }

    [Fact]
    public void Text_with_colours_has_only_the_escapes_of_the_colours()
    {
        using var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.TrueColor,
        });
        console.Pipeline.Attach(new PlainRendering());
        console.Write(new Text("x\e[2J", new Style(Color.Red)));
        Assert.Contains("x\uFFFD[2J", output.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("\e[", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("it's\e\\", "$'it\\'s\\u001B\\\\'")]
    public void A_word_for_the_shell_has_none(string text, string quoted) => Assert.Equal(quoted, ShellWord.Quote(text));

    private static CliResult Plain(params string[] arguments) => Checked(Cli.Run(arguments).Succeeded());

    private static void Refused(int exitCode, string part, params string[] arguments)
    {
        Assert.Contains(part, Cli.Fails(exitCode, arguments), StringComparison.Ordinal);
        Checked(Cli.Run(arguments));
    }

    private static CliResult Checked(CliResult result)
    {
        Assert.DoesNotContain(result.Output + result.Error, letter => PlainText.IsControl(letter) && letter != '\n');
        return result;
    }
}

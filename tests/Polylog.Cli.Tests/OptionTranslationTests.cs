using Polylog.Networks.Tests;

namespace Polylog.Cli.Tests;

/// <summary>Libraries name options as in C#, and the command line shows its own names.</summary>
public sealed class OptionTranslationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(typeof(Tables.OptionNames))]
    [InlineData(typeof(Networks.OptionNames))]
    public void Every_option_has_a_name_of_the_command_line(Type optionNames)
    {
        string[] names = [.. optionNames.GetFields().Select(field => (string)field.GetRawConstantValue()!)];
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.StartsWith("--", OptionTranslation.Apply(name), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("choose columns (ColumnSelection.Columns), or leave some out with ColumnSelection; nothing else",
        "choose columns (--columns), or leave some out with --exclude; nothing else")]
    [InlineData("ShrinkOptions.Order is 7; use Loss.Squared.", "--order is 7; use --loss squared.")]
    [InlineData("'CalibrationData' ColumnSelection.csv: /CalibrationData/a has MissingRows.Drop-1 and Loss.Squared.x", null)]
    public void Only_whole_names_outside_of_quotes_and_paths_are_replaced(string message, string? expected) =>
        Assert.Equal(expected ?? message, OptionTranslation.Apply(message));

    [Fact]
    public void Messages_at_the_terminal_have_the_command_line_s_names() => Assert.Equal(
        "polylog: t.csv: line 3 has 1 cell instead of 2; correct the line, or read the file with read_csv in a query (--sql)",
        Cli.Fails(1, "compress", _folder.Text("t.csv", "a,b\n1,2\n3\n5,6\n"), "-o", _folder["out.csv"]));

    [Fact]
    public void Inspect_has_another_name_for_the_query() => Assert.Equal(
        "polylog: t.csv: line 3 has 1 cell instead of 2; correct the line, or read the file with read_csv in a query (--against-sql)",
        Cli.Fails(1, "inspect", _folder.Text("c.csv", "a,b,weight\n1,2,1\n"), "--against", _folder.Text("t.csv", "a,b\n1,2\n3\n5,6\n")));

    [Fact]
    public void Shrink_has_no_query() => Assert.Equal(
        "polylog: t.csv: line 3 has 1 cell instead of 2; correct the line, or read the file with read_csv in a query "
        + "(polylog compress --sql)",
        Cli.Fails(1, "shrink", new OnnxBuilder().Input("x", -1, 2).Output("y", -1, 2).Save(_folder.FullPath), "-o", _folder["small.onnx"],
            "--calibration", _folder.Text("t.csv", "a,b\n1,2\n3\n5,6\n")));

    public void Dispose() => _folder.Dispose();
}

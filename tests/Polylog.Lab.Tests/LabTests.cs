using System.Text.Json;

namespace Polylog.Lab.Tests;

/// <summary>What holds for every command of the program.</summary>
public sealed class LabTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("reproduce", "no figure; choose one of fig2, fig3, fig4, fig5a, fig5b, fig6, fig7, fig8, all")]
    [InlineData("reproduce fig9", "no figure 'fig9'; choose one of fig2, fig3, fig4, fig5a, fig5b, fig6, fig7, fig8, all")]
    [InlineData("reproduce fig2 --scale huge", "--scale is 'huge'; choose tiny, quick or full")]
    [InlineData("evaluate --modells linear", "no option '--modells'; did you mean '--models'?")]
    public void Says(string line, string message) =>
        Assert.Equal($"polylog-lab: {message} (see polylog-lab {line.Split(' ')[0]} --help)", Lab.Fails(2, line.Split(' ')));

    [Fact]
    public void Commands_of_the_other_program_are_not_here() =>
        Assert.StartsWith("polylog-lab: no command 'compress'", Lab.Fails(2, "compress"), StringComparison.Ordinal);

    /// <summary>Both draw the paper's data; the smaller program does without the experiments.</summary>
    [Fact]
    public void The_demo_of_polylog_draws_the_rows_of_the_experiments() =>
        Assert.Equal(Experiments.TeacherStudent.Draw(500, 7), DemoTable.Draw(500, 7));

    [Fact]
    public void Every_option_has_a_name_of_the_command_line()
    {
        string[] names = [.. typeof(Experiments.OptionNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)];
        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.StartsWith("--", LabOptions.Apply(name), StringComparison.Ordinal));
        Assert.Equal("--fraction is 0.1; use --loss squared.", LabOptions.Apply("EvaluationSettings.Fraction is 0.1; use Loss.Squared."));
    }

    [Fact]
    public void Names_with_control_characters_are_printed_without_them()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "names of files have no control characters there");
        string table = _folder.Sample("t\e[2J\n.csv", 300, "a\e[31m,b\a\u202E,c\u2028\u0085,d");
        CliResult result = Lab.Run("evaluate", table, "--target", "b\a\u202E", "--size", "50", "--models", "linear", "--draws", "2", "-o",
            _folder["e\e\n"]).Succeeded();
        Assert.DoesNotContain(result.Output + result.Error, letter => PlainText.IsControl(letter) && letter != '\n');
        Assert.Contains("no figure 'fig\uFFFD'", Lab.Fails(2, "reproduce", "fig\e"), StringComparison.Ordinal);
    }

    [Fact]
    public void True_and_false_are_a_target_and_no_coordinates()
    {
        string input = _folder.Text("b.csv", "x,late\n" + string.Concat(Enumerable.Range(0, 300)
            .Select(i => FormattableString.Invariant($"{Math.Sin(i)},{(i % 3 == 0 ? "true" : "false")}\n"))));
        Assert.Equal("polylog-lab: column 'late' in b.csv is BOOLEAN, not a number; the numeric columns are 'x'",
            Lab.Fails(1, "evaluate", input, "--target", "x", "--columns", "late"));
        Lab.Run("evaluate", input, "--target", "late", "--loss", "logistic", "--models", "logistic", "--draws", "1", "--fraction",
            "0.2").Succeeded();
    }

    [Fact]
    public void Notes_are_in_the_json_too()
    {
        string input = _folder.Text("t.csv", "My table\na,b\n"
            + string.Concat(Enumerable.Range(0, 80).Select(i => FormattableString.Invariant($"{Math.Sin(i)},{Math.Cos(0.3 * i)}\n"))));
        CliResult result = Lab.Run("evaluate", input, "--target", "b", "--models", "linear", "--json").Succeeded();
        using var json = JsonDocument.Parse(result.Output);
        string note = Assert.Single(json.RootElement.GetProperty("notes").EnumerateArray()).GetString()!;
        Assert.Equal("t.csv: line 1 ('My table') is passed over; the table begins below it", note);
        Assert.Equal($"note: {note}\n", result.Error);
    }

    [Fact]
    public void A_picture_that_does_not_fit_is_one_line_and_the_files_before_it_are_not_there()
    {
        var disk = new FullDisk(_folder);
        string folder = Path.Combine(disk.Path, "new");
        CliResult result = disk.Run("polylog-lab.dll", ["evaluate", _folder.Sample("t.csv", 2000), "--target", "b", "--size", "100",
            "--models", "linear", "--splits", "1", "--draws", "2", "-o", folder]);
        Assert.Equal(1, result.ExitCode);
        // The last line lists what is left on the disk.
        string path = Path.Combine(folder, "evaluation.svg");
        Assert.Equal($"polylog-lab: cannot write '{path}': No space left on device; choose another place\nleft: \n", result.Error);
    }

    public void Dispose() => _folder.Dispose();
}

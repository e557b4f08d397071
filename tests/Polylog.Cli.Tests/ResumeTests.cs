using System.Text.Json;
using Polylog.Tables;

namespace Polylog.Cli.Tests;

/// <summary>A compression part by part goes on from the state that a stopped run left, or says why it does not.</summary>
public sealed class ResumeTests : IDisposable
{
    private const string Memory = "--memory=3MB";

    private readonly TemporaryFolder _folder = new();

    private readonly string _table;

    private readonly string _output;

    private readonly string _state;

    public ResumeTests()
    {
        _table = _folder.Sample("t.csv", 60_000);
        _output = _folder["kept.csv"];
        _state = _output + ".resume";
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_command_goes_on_to_the_same_bytes()
    {
        byte[] expected = Uninterrupted();
        Stop();
        string left = _folder.Text($".polylog-{Guid.NewGuid():N}-kept.csv.resume.tmp", "half a state");
        CliResult result = Run("--threads", "1");
        Assert.Equal(
            $"note: goes on after 23,437 rows of an earlier run that was stopped; delete '{_state}' to begin anew\n", Notes(result));
        Assert.Equal(expected, File.ReadAllBytes(_output));
        Assert.False(File.Exists(_state));
        Assert.False(File.Exists(left));
    }

    [Fact]
    public void Rows_that_were_left_out_keep_the_numbers_of_the_others()
    {
        string[] lines = File.ReadAllLines(_table);
        for (int i = 100; i < lines.Length; i += 3)
            lines[i] = "," + lines[i].Split(',', 2)[1];
        File.WriteAllLines(_table, lines);
        string[] line =
        [
            "compress", _table, "--columns", "a", "--target", "b", "--loss", "squared", "--weight", "n", "--drop-missing", "--row-id", "id",
            "--size", "100", "--memory", "5MB", "--json", "-o",
        ];
        CliResult expected = Cli.Run([.. line, _folder["whole.csv"]]).Succeeded();
        Stop(request => request with
        {
            Columns = new ColumnRequest(["a"], []),
            Learning = new LearningRequest(["b"], LossWord.Squared, [], [], []),
            WeightColumn = "n",
            DropMissing = true,
            Memory = 5e6,
        });
        CliResult result = Cli.Run([.. line, _output]).Succeeded();
        Assert.StartsWith("note: goes on after ", Notes(result), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_folder["whole.csv"]), File.ReadAllBytes(_output));
        Assert.Equal(Dropped(expected), Dropped(result));
        Assert.True(Dropped(result) > 19_000);

        static long Dropped(CliResult run)
        {
            using var json = JsonDocument.Parse(run.Output);
            return json.RootElement.GetProperty("dropped").GetInt64();
        }
    }

    [Fact]
    public void Groups_keep_their_numbers()
    {
        string[] line =
            ["compress", _table, "--columns", "a,b", "--group-by", "kind", "--order", "2", "--size", "100", "--memory", "4MB", "-o"];
        Cli.Run([.. line, _folder["whole.csv"]]).Succeeded();
        Stop(request => request with
        {
            Learning = new LearningRequest([], null, [], ["kind"], []),
            Order = 2,
            Memory = 4e6,
        });
        Assert.StartsWith("note: goes on after ", Notes(Cli.Run([.. line, _output]).Succeeded()), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_folder["whole.csv"]), File.ReadAllBytes(_output));
    }

    [Theory]
    [InlineData("had --size 100", "--size", "90")]
    [InlineData("had no --order", "--order", "2")]
    [InlineData("had --memory 3000000", "--memory", "3.1MB")]
    [InlineData("had --columns 'a', 'b'", "--exclude", "a")]
    [InlineData("had --effort Balanced", "--effort", "fast")]
    public void Other_options_begin_anew(string reason, params string[] options)
    {
        Stop();
        string[] usual = options[0] == "--exclude" ? ["--columns", "b,n"] : ["--columns", "a,b", .. options];
        string[] line =
        [
            "compress", _table, .. usual, .. options[0] == "--size" ? Array.Empty<string>() : ["--size", "100"],
            .. options[0] == "--memory" ? Array.Empty<string>() : [Memory], "-o",
        ];
        CliResult result = Cli.Run([.. line, _output]).Succeeded();
        Assert.Equal($"note: begins anew, because an earlier run that was stopped ('{_state}') {reason}\n", Notes(result));
        Cli.Run([.. line, _folder["other.csv"]]).Succeeded();
        Assert.Equal(File.ReadAllBytes(_folder["other.csv"]), File.ReadAllBytes(_output));
        Assert.False(File.Exists(_state));
    }

    [Theory]
    [InlineData("time")]
    [InlineData("length")]
    [InlineData("content")]
    public void A_file_that_changed_begins_anew(string what)
    {
        Stop();
        DateTime time = File.GetLastWriteTimeUtc(_table);
        string text = File.ReadAllText(_table);
        if (what == "length")
            File.WriteAllText(_table, text + "1,2,x,3\n");
        else if (what == "content")
            File.WriteAllText(_table, text[..^2] + (text[^2] == '9' ? '8' : '9') + '\n');
        File.SetLastWriteTimeUtc(_table, what == "time" ? time.AddSeconds(1) : time);
        CliResult result = Run();
        Assert.Equal(
            $"note: begins anew, because 't.csv' changed since an earlier run that was stopped ('{_state}')\n", Notes(result));
        Assert.Equal(Uninterrupted(), File.ReadAllBytes(_output));
    }

    [Theory]
    [InlineData("cut", "is damaged")]
    [InlineData("head", "is damaged")]
    [InlineData("stream", "is damaged")]
    [InlineData("version", "is of another version of polylog")]
    public void A_state_that_cannot_be_used_begins_anew(string fault, string reason)
    {
        Stop();
        byte[] bytes = File.ReadAllBytes(_state);
        if (fault == "cut")
            Array.Resize(ref bytes, bytes.Length / 2);
        else
            bytes[fault switch { "head" => 40, "stream" => bytes.Length / 2, _ => 8 }] ^= 2;
        File.WriteAllBytes(_state, bytes);
        Assert.Equal($"note: begins anew, because '{_state}', which an earlier run left, {reason}\n", Notes(Run()));
        Assert.Equal(Uninterrupted(), File.ReadAllBytes(_output));
        Assert.False(File.Exists(_state));
    }

    [Fact]
    public void A_file_of_that_name_that_is_no_state_is_left_as_it_is()
    {
        File.WriteAllText(_state, "a letter");
        Assert.StartsWith($"note: '{_state}' is no state of polylog and is left as it is;", Notes(Run()), StringComparison.Ordinal);
        Assert.Equal("a letter", File.ReadAllText(_state));
    }

    [Fact]
    public void A_fault_after_the_state_names_its_row_and_keeps_the_old_output()
    {
        File.AppendAllText(_table, "1,,x,2\n");
        File.WriteAllText(_output, "old");
        Stop();
        CliResult result = Cli.Run("compress", _table, "--columns", "a,b", "--size", "100", Memory, "-o", _output);
        Assert.Equal(1, result.ExitCode);
        Assert.EndsWith("column 'b' has 1 missing value (first in row 60000), rows counted from 0; drop such rows with --drop-missing, or "
            + "use other columns (--columns)\n", result.Error, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_output));
    }

    private CliResult Run(params string[] options) =>
        Cli.Run(["compress", _table, "--columns", "a,b", "--size", "100", Memory, "-o", _output, .. options]).Succeeded();

    private byte[] Uninterrupted()
    {
        string other = _folder["uninterrupted.csv"];
        Cli.Run("compress", _table, "--columns", "a,b", "--size", "100", Memory, "-o", other).Succeeded();
        return File.ReadAllBytes(other);
    }

    private static string Notes(CliResult result) => result.Error;

    // Leaves what a run leaves that is stopped after the first part.
    private void Stop(Func<CompressRequest, CompressRequest>? change = null)
    {
        var request = new CompressRequest(new TableInput([_table], null), _output)
        {
            Columns = new ColumnRequest(["a", "b"], []),
            Size = 100,
            Memory = 3e6,
        };
        request = change?.Invoke(request) ?? request;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using CompressInput input = CompressInput.Open(request, new Watch(null), new NoteList(null, "compress"), cancellation);
        Roles roles = input.Roles;
        ColumnSelection selection = roles.Selection(
            input.Table, input.WeightColumn, request.DropMissing ? MissingRows.Drop : MissingRows.Refuse);
        int width = roles.Matched.Count + roles.Splitting.Count + (input.WeightColumn is null ? 0 : 1);
        int most = (int)(request.Memory!.Value / (8 * sizeof(double) * width));
        NumericRows rows = input.Table.ReadParts(selection, most, null, cancellation).First();
        var stream = new StreamingCompressor(CompressJob.Options(request, request.Size, null)) { PartRows = most };
        var parts = new PartStream(input);
        (Measure points, long[] numbers) = parts.Next(rows)!.Value;
        stream.Add(points, numbers, cancellation);
        var state = new ResumeState(
            ResumeState.AskedBy(request, input), [.. input.Table.Files.Select(ReadFile.At)], most, rows.TotalRows, rows.Dropped)
        {
            Labels = parts.Labels,
        };
        ResumeFile.Write(_state, state, stream);
    }
}

namespace Polylog.Cli.Tests;

/// <summary>The demonstration with few rows.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Writes_its_files_and_does_not_touch_others()
    {
        _folder.Text("mine.txt", "mine");
        _folder.Text("data.parquet", "older");
        string text = Cli.Run("demo", "--rows", "5000", "--size", "200", "--output", _folder.FullPath).Succeeded().Output;
        Assert.Equal(["coreset.parquet", "data.parquet", "mine.txt", "network.safetensors", "polylog-demo.png", "random.parquet"],
            _folder.Names);
        Assert.Contains("moments up to order 5, worst", text, StringComparison.Ordinal);
        byte[] picture = File.ReadAllBytes(_folder["polylog-demo.png"]);
        Assert.Equal("PNG"u8.ToArray(), picture[1..4]);
        Assert.True(picture.Length > 50_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("made/for it")]
    public void A_run_that_is_stopped_leaves_everything_as_it_was(string folder)
    {
        _folder.Text("data.parquet", "older");
        using var error = new StringWriter();
        int exitCode = CommandLine.Run(
            ["demo", "--rows", "5000", "--output", _folder[folder]], TextWriter.Null, error, new CancellationToken(canceled: true));
        Assert.Equal((ExitCode.Stopped, "polylog: stopped before the end"), (exitCode, error.ToString().TrimEnd()));
        Assert.Equal(["data.parquet"], _folder.Names);
        Assert.Equal("older", File.ReadAllText(_folder["data.parquet"]));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_refused_before_the_work()
    {
        _folder.Text("data.parquet", "older");
        string network = _folder.Pipe("network.safetensors");
        Assert.Equal($"polylog: '{network}' is a pipe; give the name of a file to write",
            Cli.Fails(1, "demo", "--output", _folder.FullPath));
        Assert.Equal("older", File.ReadAllText(_folder["data.parquet"]));
        Assert.Equal(["data.parquet", "network.safetensors"], _folder.Names);
    }

    [Fact]
    public void The_commands_to_try_next_work()
    {
        string text = Cli.Run("demo", "--rows", "4000", "--size", "170", "--output", _folder["new"]).Succeeded().Output;
        string[] lines = [.. text.Split('\n').Where(line => line.StartsWith("  polylog ", StringComparison.Ordinal))];
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Cli.Run(line["  polylog ".Length..].Split(' ')).Succeeded());
    }

    [Fact]
    public void A_file_in_the_way_is_one_line() =>
        Assert.Equal($"polylog: '{_folder.Text("file", "")}' is a file; give a folder with --output",
            Cli.Fails(1, "demo", "--output", _folder["file"]));

    public void Dispose() => _folder.Dispose();
}

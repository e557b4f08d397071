using Polylog.Cli.Tests;

namespace Polylog.Output.Tests;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_there_when_it_is_whole()
    {
        string path = _folder.Text("o.csv", "old");
        using (OutputFile output = Open(path))
        {
            output.Write(stream => stream.Write("new"u8));
            Assert.Equal("old", File.ReadAllText(path));
            output.Commit();
        }
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["o.csv"], _folder.Names);
    }

    [Fact]
    public void A_file_that_was_not_finished_leaves_nothing()
    {
        using (OutputFile output = Open(_folder["o.csv"]))
            output.Write(stream => stream.Write("new"u8));
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void What_a_killed_run_left_of_one_file_is_deleted_and_nothing_else()
    {
        string path = _folder["o.csv"], name = $".polylog-{Guid.NewGuid():N}-";
        foreach (string ending in new[] { "o.csv.tmp", "p-o.csv.tmp", "o.csv.resume.tmp", "o.csv" })
            _folder.Text(name + ending, "half");
        TemporaryNames.SweepOf(path);
        Assert.Equal(new[] { "o.csv", "o.csv.resume.tmp", "p-o.csv.tmp" }.Select(ending => name + ending), _folder.Names);
        TemporaryNames.SweepOf(Path.Combine(_folder["missing"], "o.csv"));
    }

    [Theory]
    [InlineData("/dev/null", "is a device")]
    [InlineData("/dev/full", "is a device")]
    public void A_device_is_refused_through_links_too(string device, string rule)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(device), $"there is no {device} here");
        string link = _folder["link.csv"], second = _folder["second.csv"];
        File.CreateSymbolicLink(link, device);
        File.CreateSymbolicLink(second, link);
        foreach (string path in new[] { device, link, second })
            Refused(path, $"'{path}' {rule}; give the name of a file to write");
        Assert.Equal(device, new FileInfo(link).LinkTarget);
        Assert.Equal(["link.csv", "second.csv"], _folder.Names);
    }

    [Fact]
    public void A_pipe_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "pipes have no names here");
        string path = _folder.Pipe("pipe.csv");
        Refused(path, $"'{path}' is a pipe; give the name of a file to write");
    }

    [Fact]
    public void A_link_in_a_circle_is_refused()
    {
        File.CreateSymbolicLink(_folder["a.csv"], _folder["b.csv"]);
        File.CreateSymbolicLink(_folder["b.csv"], _folder["a.csv"]);
        Refused(_folder["a.csv"], $"'{_folder["a.csv"]}' is a link that leads back to itself; give the name of a file to write");
    }

    [Fact]
    public void A_link_to_nowhere_makes_the_file_it_names()
    {
        File.CreateSymbolicLink(_folder["link.csv"], _folder["real.csv"]);
        WriteTo(_folder["link.csv"]);
        Assert.Equal("new", File.ReadAllText(_folder["real.csv"]));
        Assert.NotNull(new FileInfo(_folder["link.csv"]).LinkTarget);
        File.CreateSymbolicLink(_folder["far.csv"], _folder["no/real.csv"]);
        Refused(_folder["far.csv"], $"cannot write '{_folder["far.csv"]}': there is no folder '{_folder["no"]}'; create it first");
    }

    [Theory]
    [InlineData(240, "a")]
    [InlineData(120, "é")]
    [InlineData(60, "😀")]
    public void A_long_name_works(int count, string letter)
    {
        string name = string.Concat(Enumerable.Repeat(letter, count)) + ".csv";
        WriteTo(_folder[name]);
        Assert.Equal([name], _folder.Names);
    }

    [Fact]
    public void A_name_that_is_too_long_is_refused_before_the_work()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "names are counted in characters there");
        string path = _folder[new string('é', 126) + ".csv"];
        Refused(path, $"cannot write '{path}': the name has 256 bytes, and 255 is the most; give a shorter one");
    }

    [Fact]
    public void A_failure_names_the_target_and_not_the_temporary_file()
    {
        string path = _folder["o.csv"];
        using OutputFile output = Open(path);
        string message = Assert.Throws<InvalidDataException>(
            () => output.Write(_ => throw new IOException($"No space left on device : '{output.TemporaryPath}'"))).Message;
        Assert.Equal($"cannot write '{path}': No space left on device; choose another place", message);
        Assert.Equal($"no room for {path}", output.Named($"no room for {output.TemporaryPath}"));
    }

    [Fact]
    public void What_killed_runs_left_is_removed_after_a_day()
    {
        string left = $".polylog-{Guid.NewGuid():N}-o.csv.tmp", leftFolder = $".polylog-{Guid.NewGuid():N}-work.tmp";
        Directory.CreateDirectory(_folder[leftFolder]);
        string[] others =
        [
            $".polylog-{Guid.NewGuid():N}-young.tmp", $".polylog-{Guid.NewGuid()}-o.csv.tmp", $".polylog-{Guid.NewGuid():N}-o.csv",
            $"polylog-{Guid.NewGuid():N}-o.csv.tmp", $".polylog-{Guid.NewGuid():N}.tmp", ".polylog-mine.tmp",
        ];
        foreach (string name in others.Append(left).Append($"{leftFolder}/data.parquet"))
            _folder.Text(name, "");
        string link = $".polylog-{Guid.NewGuid():N}-link.tmp";
        File.CreateSymbolicLink(_folder[link], _folder.Text("mine.csv", "mine"));
        foreach (string name in others.Skip(1).Append(left).Append("mine.csv"))
            File.SetLastWriteTimeUtc(_folder[name], DateTime.UtcNow.AddDays(-2));
        Directory.SetLastWriteTimeUtc(_folder[leftFolder], DateTime.UtcNow.AddDays(-2));

        WriteTo(_folder["o.csv"]);
        Assert.Equal(others.Append(link).Append("mine.csv").Append("o.csv").Order(StringComparer.Ordinal), _folder.Names);
    }

    private static void WriteTo(string path)
    {
        OutputFile.Check(path, [], Failure);
        using OutputFile output = Open(path);
        output.Write(stream => stream.Write("new"u8));
        output.Commit();
    }

    private void Refused(string path, string message)
    {
        string[] before = _folder.Names;
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => OutputFile.Check(path, [], Failure)).Message);
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Open(path)).Message);
        Assert.Equal(before, _folder.Names);
    }

    private static OutputFile Open(string path) => new(path, Failure);

    private static InvalidDataException Failure(string message) => new(message);
}

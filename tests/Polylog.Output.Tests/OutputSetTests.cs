using Polylog.Cli.Tests;

namespace Polylog.Output.Tests;

public sealed class OutputSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_files_appear_together()
    {
        _folder.Text("a", "old");
        using (OutputSet set = Set())
        {
            set.Add(_folder["a"]).Write(stream => stream.Write("1"u8));
            set.Add(_folder["b"]).Write(stream => stream.Write("2"u8));
            Assert.Equal("old", File.ReadAllText(_folder["a"]));
            Assert.False(File.Exists(_folder["b"]));
            set.Commit();
        }
        Assert.Equal(["a", "b"], _folder.Names);
        Assert.Equal(("1", "2"), (File.ReadAllText(_folder["a"]), File.ReadAllText(_folder["b"])));
    }

    [Fact]
    public void A_set_that_fails_changes_no_file()
    {
        _folder.Text("a", "old");
        using (OutputSet set = Set())
        {
            set.Add(_folder["a"]).Write(stream => stream.Write("1"u8));
            Assert.Throws<InvalidDataException>(() => set.Add(_folder["b"]).Write(_ => throw new IOException("No space left on device")));
        }
        Assert.Equal(["a"], _folder.Names);
        Assert.Equal("old", File.ReadAllText(_folder["a"]));
    }

    [Fact]
    public void A_set_with_a_place_that_is_taken_meanwhile_changes_no_file()
    {
        using OutputSet set = Set();
        set.Add(_folder["a"]);
        set.Add(_folder["b"]);
        Directory.CreateDirectory(_folder["b"]);
        string message = Assert.Throws<InvalidDataException>(set.Commit).Message;
        Assert.Equal($"'{_folder["b"]}' is a folder; give the name of a file to write", message);
        Assert.False(File.Exists(_folder["a"]));
    }

    [Fact]
    public void Folders_that_were_made_for_nothing_are_removed()
    {
        using (new OutputFolder(_folder["a/b/c"]))
            Assert.True(Directory.Exists(_folder["a/b/c"]));
        Assert.Empty(_folder.Names);
        using (new OutputFolder(_folder["a/b"]))
            _folder.Text("a/b/file", "");
        Assert.Equal(["file"], Directory.EnumerateFileSystemEntries(_folder["a/b"]).Select(Path.GetFileName));
        using (var kept = new OutputFolder(_folder["c"]))
            kept.Keep();
        Assert.Equal(["a", "c"], _folder.Names);
    }

    [Fact]
    public void A_work_folder_goes_with_its_files()
    {
        using (var work = new WorkFolder(_folder.FullPath))
        {
            File.WriteAllText(Path.Combine(work.FullPath, "x"), "");
            Assert.Single(_folder.Names);
        }
        Assert.Empty(_folder.Names);
    }

    private static OutputSet Set() => new(message => new InvalidDataException(message));
}

using System.Runtime.Versioning;
using Polylog.Cli.Tests;

namespace Polylog.Output.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class OwnershipTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();

    public OwnershipTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "files have no mode and owner in this sense");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Private)]
    [InlineData(Private | UnixFileMode.GroupRead | UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherRead)]
    public void A_replaced_file_keeps_its_mode(UnixFileMode mode)
    {
        string path = _folder.Text("o.csv", "old");
        File.SetUnixFileMode(path, mode);
        Replace(path);
        Assert.Equal(mode, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_private_file_is_private_while_it_is_written()
    {
        string path = _folder.Text("o.csv", "old");
        File.SetUnixFileMode(path, Private);
        using var output = new OutputFile(path, message => new InvalidDataException(message));
        Assert.Equal(Private, File.GetUnixFileMode(output.TemporaryPath));
    }

    [Fact]
    public void A_new_file_has_the_usual_mode()
    {
        Replace(_folder["o.csv"]);
        Assert.Equal(File.GetUnixFileMode(_folder.Text("usual", "")), File.GetUnixFileMode(_folder["o.csv"]));
    }

    [Fact]
    public void A_replaced_file_keeps_its_owner()
    {
        string path = _folder.Text("o.csv", "old");
        Assert.SkipUnless(FileEntry.At(path).Owner is not null, "the owner of a file is not known here");
        FileEntry.Give(path, (1234, 2345));
        Assert.SkipUnless(FileEntry.At(path).Owner is (1234, 2345), "only root gives files away");
        Replace(path);
        Assert.Equal((1234u, 2345u), FileEntry.At(path).Owner);
    }

    private static void Replace(string path)
    {
        using var output = new OutputFile(path, message => new InvalidDataException(message));
        output.Write(stream => stream.Write("new"u8));
        output.Commit();
        Assert.Equal("new", File.ReadAllText(path));
    }
}

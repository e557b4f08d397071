using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Polylog.Architecture.Tests;

/// <summary>
/// What the packages of packaging/build-packages contain. They are looked for in the folder that POLYLOG_PACKAGES names; without it there
/// is nothing to check.
/// </summary>
public class PackageTests
{
    private const int MostBytesOfTool = 50_000_000;

    private static readonly string? s_folder = Environment.GetEnvironmentVariable("POLYLOG_PACKAGES");

    private static readonly string[] s_always = ["README.md", "icon.png", "LICENSE", "THIRD-PARTY-NOTICES.txt"];

    [Theory]
    [InlineData("Polylog", "Polylog.Core")]
    [InlineData("Polylog.Output", "Polylog.Output")]
    [InlineData("Polylog.ML", "Polylog.ML")]
    [InlineData("Polylog.Networks", "Polylog.Networks")]
    [InlineData("Polylog.Cluster", "Polylog.Cluster")]
    [InlineData("Polylog.Reports", "Polylog.Reports")]
    public void A_library_has_its_documentation_and_can_be_built_again(string package, string assembly)
    {
        using ZipArchive archive = Open(package, "nupkg");
        string[] names = [.. archive.Entries.Select(entry => entry.FullName)];
        Assert.Empty(s_always.Append($"lib/net10.0/{assembly}.dll").Append($"lib/net10.0/{assembly}.xml").Except(names));
        XElement about = Nuspec(archive);
        XNamespace space = about.Name.Namespace;
        foreach ((string name, string value) in ((string, string)[])[("readme", "README.md"), ("icon", "icon.png"), ("license", "MIT")])
            Assert.Equal(value, about.Element(space + name)?.Value);
        Assert.Matches("^[0-9a-f]{40}$", about.Element(space + "repository")?.Attribute("commit")?.Value);
        Assert.False(string.IsNullOrWhiteSpace(about.Element(space + "description")?.Value));

        using var image = new PEReader(Bytes(archive, $"lib/net10.0/{assembly}.dll"));
        Assert.Contains(image.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        using ZipArchive symbols = Open(package, "snupkg");
        CheckSources(Bytes(symbols, $"lib/net10.0/{assembly}.pdb"));
    }

    [Theory]
    [InlineData("Polylog.Cli")]
    [InlineData("Polylog.Lab")]
    [InlineData("Polylog.Cluster.Tool")]
    public void A_tool_has_a_package_for_each_platform_without_files_that_nobody_runs(string package)
    {
        Assert.SkipWhen(s_folder is null, "POLYLOG_PACKAGES names no folder");
        string[] platforms = [.. Directory.GetFiles(s_folder!, $"{package}.*-*.nupkg").Where(file => !file.Contains("symbols"))];
        Assert.NotEmpty(platforms);
        foreach (string file in platforms)
        {
            using ZipArchive archive = ZipFile.OpenRead(file);
            string[] names = [.. archive.Entries.Select(entry => entry.FullName)];
            Assert.Empty(s_always.Except(names));
            Assert.DoesNotContain(names, name => Path.GetExtension(name) is ".pdb" or ".dbg" or ".dwarf" or ".aar" or ".lib");
            // Native libraries lie beside the program where a package is for one platform.
            Assert.DoesNotContain(names, name => name.Contains("/runtimes/", StringComparison.Ordinal));
            Assert.Contains(names, name => name.Contains("/notices/", StringComparison.Ordinal));
        }
        using ZipArchive pointer = Open(package, "nupkg");
        Assert.InRange(pointer.Entries.Sum(entry => entry.Length), 1, 1_000_000);
    }

    [Fact]
    public void Machine_code_for_Linux_is_small()
    {
        Assert.SkipWhen(s_folder is null, "POLYLOG_PACKAGES names no folder");
        string[] files = Directory.GetFiles(s_folder!, "Polylog.Cli.linux-x64.*.nupkg");
        Assert.SkipWhen(files.Length == 0, "polylog was not packed for linux-x64");
        using ZipArchive archive = ZipFile.OpenRead(files[0]);
        Assert.SkipWhen(archive.Entries.Any(entry => entry.Name == "polylog.dll"), "polylog was packed without machine code");
        Assert.InRange(new FileInfo(files[0]).Length, 1, MostBytesOfTool);
        Assert.DoesNotContain(archive.Entries, entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal));
    }

    private static ZipArchive Open(string package, string ending)
    {
        Assert.SkipWhen(s_folder is null, "POLYLOG_PACKAGES names no folder");
        IEnumerable<string> files = Directory.GetFiles(s_folder!, $"{package}.*.{ending}")
            .Where(file => char.IsDigit(Path.GetFileName(file)[package.Length + 1]));
        return ZipFile.OpenRead(Assert.Single(files));
    }

    private static XElement Nuspec(ZipArchive archive)
    {
        using Stream stream = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        XElement root = XDocument.Load(stream).Root!;
        return root.Element(root.Name.Namespace + "metadata")!;
    }

    private static MemoryStream Bytes(ZipArchive archive, string name)
    {
        var bytes = new MemoryStream();
        using (Stream stream = archive.GetEntry(name)!.Open())
            stream.CopyTo(bytes);
        bytes.Position = 0;
        return bytes;
    }

    // Paths of the machine that built it would make other bytes elsewhere.
    private static void CheckSources(MemoryStream symbols)
    {
        var embedded = new Guid("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(symbols);
        MetadataReader reader = provider.GetMetadataReader();
        string[] paths = [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))];
        Assert.All(paths, path => Assert.StartsWith("/_", path, StringComparison.Ordinal));
        int sources = reader.CustomDebugInformation.Count(one => reader.GetGuid(reader.GetCustomDebugInformation(one).Kind) == embedded);
        Assert.Equal(paths.Length, sources);
    }
}

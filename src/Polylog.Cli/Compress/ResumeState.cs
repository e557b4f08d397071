using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;

namespace Polylog.Cli;

/// <summary>A file that was read, so that another run can tell whether it is the same one.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Written">The time of its last change, in ticks of UTC.</param>
/// <param name="Sample">The SHA-256 of pieces spread over it.</param>
internal sealed record ReadFile(string Path, long Length, long Written, string Sample)
{
    private const int Pieces = 16;

    private const int PieceBytes = 1 << 14;

    public static ReadFile At(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[PieceBytes];
        for (int i = 0; i < Pieces; i++)
        {
            // The first piece is the beginning of the file, the last one its end.
            file.Position = (long)(Math.Max(0, file.Length - PieceBytes) * (i / (Pieces - 1.0)));
            hash.AppendData(piece, 0, file.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false));
        }
        return new(path, file.Length, File.GetLastWriteTimeUtc(path).Ticks, Convert.ToHexString(hash.GetHashAndReset()));
    }
}

/// <summary>How far a compression part by part has come, for the same command to go on from: all but the compressor.</summary>
/// <param name="Asked">What decides the result, as names and values of options.</param>
/// <param name="Files">The files that are read, in order.</param>
/// <param name="PartRows">Rows of a part.</param>
/// <param name="Rows">Rows of the input that were read.</param>
/// <param name="Dropped">Those of them that were left out.</param>
/// <remarks>
/// Layout, as that of a stream's state: <see cref="Magic"/>, the version, the sections ASKD, FILE, READ and LABL, and a checksum. What
/// <see cref="StreamingCompressor.Save(Stream)"/> writes comes after it.
/// </remarks>
internal sealed record ResumeState(
    IReadOnlyList<(string Name, string Value)> Asked, IReadOnlyList<ReadFile> Files, int PartRows, long Rows, long Dropped)
{
    /// <summary>The version that is written, the only one that is read.</summary>
    public const int Version = 2;

    /// <summary>The labels of groups and of classes, by their numbers.</summary>
    public (IReadOnlyList<IReadOnlyList<string?>> Groups, IReadOnlyList<IReadOnlyList<string?>> Classes) Labels { get; init; } = ([], []);

    /// <summary>The first bytes.</summary>
    public static ReadOnlySpan<byte> Magic => "PLRSUM\r\n"u8;

    public void Write(Stream target)
    {
        using var output = new StateOutput(target);
        output.Bytes(Magic);
        output.Int(Version);
        output.Section("ASKD", section =>
        {
            section.Int(Asked.Count);
            foreach ((string name, string value) in Asked)
            {
                section.Text(name);
                section.Text(value);
            }
        });
        output.Section("FILE", section =>
        {
            section.Int(Files.Count);
            foreach (ReadFile file in Files)
            {
                section.Text(file.Path);
                section.Long(file.Length);
                section.Long(file.Written);
                section.Text(file.Sample);
            }
        });
        output.Section("READ", section =>
        {
            section.Int(PartRows);
            section.Long(Rows);
            section.Long(Dropped);
        });
        output.Section("LABL", section =>
        {
            Write(section, Labels.Groups);
            Write(section, Labels.Classes);
        });
        output.Checksum();
    }

    /// <summary>Reads what <see cref="Write(Stream)"/> wrote, after the magic bytes and the version.</summary>
    /// <exception cref="InvalidDataException">The bytes were cut off or changed.</exception>
    public static ResumeState Read(StateInput input)
    {
        (string, string)[] asked = input.Section("ASKD", section => Many(section, s => (s.Text(), s.Text())));
        ReadFile[] files = input.Section("FILE", section => Many(section, s => new ReadFile(s.Text(), s.Long(), s.Long(), s.Text())));
        ResumeState state = input.Section("READ", section => new ResumeState(
            asked, files, section.Int("the rows of a part", 1), section.Long(), section.Long()));
        state = state with
        {
            Labels = input.Section("LABL", section => (Many(section, LabelsOf), Many(section, LabelsOf))),
        };
        input.Checksum();
        return state;
    }

    private static void Write(StateOutput output, IReadOnlyList<IReadOnlyList<string?>> groups)
    {
        output.Int(groups.Count);
        foreach (IReadOnlyList<string?> group in groups)
        {
            output.Int(group.Count);
            foreach (string? text in group)
            {
                output.Flag(text is not null);
                output.Text(text ?? "");
            }
        }
    }

    private static IReadOnlyList<string?> LabelsOf(StateInput input) => Many(input, section =>
    {
        bool isThere = section.Flag();
        string text = section.Text();
        return isThere ? text : null;
    });

    private static T[] Many<T>(StateInput input, Func<StateInput, T> read)
    {
        int count = input.Int("a number of items", 0, 1 << 24);
        var all = new List<T>();
        for (int i = 0; i < count; i++)
            all.Add(read(input));
        return [.. all];
    }

    /// <summary>What decides the result of a request, apart from the rows: not the threads, nor how the result is written.</summary>
    public static IReadOnlyList<(string Name, string Value)> AskedBy(CompressRequest request, CompressInput input)
    {
        Roles roles = input.Roles;
        string version = typeof(ResumeState).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        return
        [
            ("polylog", version),
            ("--columns", Names(roles.Columns)),
            ("--target", Names(roles.Targets)),
            ("--loss", roles.Loss is { } loss ? LossWords.Word(loss) : ""),
            ("--match", Names(roles.Match)),
            ("--group-by", Names(roles.GroupBy)),
            ("--category", Names(roles.Categories)),
            ("--signed", roles.IsSigned ? "yes" : "no"),
            ("--weight", input.WeightColumn ?? ""),
            ("--drop-missing", request.DropMissing ? "yes" : "no"),
            ("--order", Number(request.Order)),
            ("--size", Number(request.Size)),
            ("--for", UseWords.Word(request.Use)),
            ("--functions", FamilyWords.Word(request.Functions)),
            ("--scale", ScaleWords.Word(request.Scale)),
            ("--effort", request.Effort.ToString()),
            ("--memory", Number(request.Memory)),
        ];
    }

    private static string Names(IReadOnlyList<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));

    private static string Number<T>(T? value)
        where T : struct, IFormattable => value?.ToString(null, CultureInfo.InvariantCulture) ?? "";
}

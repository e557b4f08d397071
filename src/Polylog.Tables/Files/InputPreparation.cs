using System.Text;

namespace Polylog.Tables;

/// <summary>
/// Makes files ready for the engine. A pass over the bytes refuses what is cut off or would take very long. Text that is not UTF-8, has
/// line ends of several kinds or columns aligned by blanks is copied to plainer text.
/// </summary>
internal sealed class InputPreparation(string folder, CancellationToken cancellation)
{
    /// <summary>Makes a file ready.</summary>
    public InputFile Prepare(InputFile file)
    {
        if (file.Format.IsBinary())
            return file;
        string path = file.Path, name = file.Name;
        try
        {
            Signature.Check(path, name);
            file = Surveyed(Decoded(file));
            if (file.Survey!.HasMark && file.Format.IsJson())
                return WithoutMark(file);
            if (file.Survey!.IsUtf8)
                return Plainer(file);
            using (Stream bytes = InputBytes.Open(file.ReadPath))
            {
                if (TextEncoding.IsDamagedUtf8(bytes))
                    throw TableErrors.DamagedUtf8(name, file.Given);
            }
            return Plainer(Surveyed(InUtf8(file, TextEncoding.Latin)));
        }
        catch (DecoderFallbackException exception)
        {
            throw TableErrors.CutOff(name, "its last letter is incomplete, or others are damaged", exception);
        }
        catch (Exception exception) when (InputBytes.IsFailure(exception))
        {
            throw InputBytes.Failure(path, name, exception);
        }
    }

    /// <summary>Refuses a text file that a query reads where it is cut off, or the engine would take very long over it.</summary>
    public static void CheckText(string path, CancellationToken cancellation)
    {
        string name = Path.GetFileName(path);
        try
        {
            if (!FileEntry.At(path).Kind.Equals(FileKind.Ordinary) || new FileInfo(path).Length == 0 || Signature.IsBinary(path))
                return;
            bool isJson = Signature.IsJson(path);
            using Stream bytes = InputBytes.Open(path);
            TextSurvey survey = TextSurvey.Take(bytes, name, isJson, cancellation);
            if (survey.OpenQuote > 0 && survey.OpenQuote == survey.Lines
                && TableFormats.OfInput(path) is TableFormat.Csv or TableFormat.Tsv)
                throw TableErrors.OpenQuote(name, survey.OpenQuote);
        }
        catch (Exception exception) when (InputBytes.IsFailure(exception))
        {
            throw InputBytes.Failure(path, name, exception);
        }
    }

    private InputFile Plainer(InputFile file)
    {
        if (file.Format is TableFormat.Text)
            file = Separated(file);
        // The engine takes a blank line for the header.
        if (file.Survey!.StartsBlank)
            file = Surveyed(Copied(file, (from, to) => CopyFromText(from, to, file.Survey!.HasMark)));
        return file.Survey!.HasMixedLineEnds
            ? Surveyed(Copied(file, (from, to) => EvenLineEnds.Copy(from, to, cancellation)) with
            {
                Notes = [.. file.Notes, $"{file.Name} has line ends of several kinds; all of them end a row"],
            })
            : file;
    }

    private InputFile Surveyed(InputFile file)
    {
        using Stream bytes = InputBytes.Open(file.ReadPath);
        return file with { Survey = TextSurvey.Take(bytes, file.Name, file.Format.IsJson(), cancellation) };
    }

    private InputFile Decoded(InputFile file)
    {
        byte[] head = new byte[1 << 12];
        int length;
        using (Stream bytes = InputBytes.Open(file.ReadPath))
            length = bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return TextEncoding.Wide(head.AsSpan(0, length)) is { } wide ? InUtf8(file, wide) : file;
    }

    private void CopyFromText(Stream from, Stream to, bool hasMark)
    {
        for (int i = 0; hasMark && i < TextSurvey.ByteOrderMark.Length; i++)
            from.ReadByte();
        int first = from.ReadByte();
        while (first is '\n' or '\r')
            first = from.ReadByte();
        if (first >= 0)
            to.WriteByte((byte)first);
        Copy(from, to);
    }

    // The engine takes the mark at the beginning for a part of the JSON.
    private InputFile WithoutMark(InputFile file) => Copied(file, (from, to) =>
    {
        for (int i = 0; i < TextSurvey.ByteOrderMark.Length; i++)
            from.ReadByte();
        Copy(from, to);
    });

    private InputFile InUtf8(InputFile file, TextEncoding encoding)
    {
        InputFile copy = Copied(file, (from, to) =>
        {
            using Stream decoded = Encoding.CreateTranscodingStream(from, encoding.Encoding, new UTF8Encoding(false, true));
            Copy(decoded, to);
        });
        return copy with { Notes = [.. file.Notes, $"{file.Name} is not UTF-8; it is read as {encoding.Name}"] };
    }

    // Text with an ending that says nothing of its delimiter.
    private InputFile Separated(InputFile file)
    {
        using (var text = new StreamReader(InputBytes.Open(file.ReadPath)))
        {
            if (!AlignedText.Is(text))
                return file with { Format = TableFormat.Csv };
        }
        long comments = 0;
        InputFile copy = Copied(file, (from, to) =>
        {
            using var text = new StreamReader(from);
            using var writer = new StreamWriter(to, leaveOpen: true);
            comments = AlignedText.Copy(text, writer, cancellation);
        });
        IEnumerable<string> notes = comments == 0 ? file.Notes : file.Notes.Append(TableNotes.Comments(file.Name, comments, "#"));
        return Surveyed(copy with { Format = TableFormat.Tsv, Notes = [.. notes] });
    }

    // The name stays, since the engine's messages have it; compression does not.
    private InputFile Copied(InputFile file, Action<Stream, Stream> copy)
    {
        string place = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(place);
        string path = Path.Combine(place, Path.GetFileName(TableFormats.WithoutCompression(file.Path)));
        using (Stream from = InputBytes.Open(file.ReadPath))
        using (FileStream to = File.Create(path))
            copy(from, to);
        return file with { ReadPath = path };
    }

    private void Copy(Stream from, Stream to)
    {
        byte[] buffer = GC.AllocateUninitializedArray<byte>(1 << 18);
        for (int read = from.Read(buffer); read > 0; read = from.Read(buffer))
        {
            cancellation.ThrowIfCancellationRequested();
            to.Write(buffer, 0, read);
        }
    }
}

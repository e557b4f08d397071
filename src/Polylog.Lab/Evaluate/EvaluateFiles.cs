using System.Globalization;
using System.Text;
using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>The files of an evaluation: a table of all fits, and the picture.</summary>
internal sealed class EvaluateFiles
{
    private const string Name = "evaluation";

    private readonly string _folder;

    private EvaluateFiles(string folder) => _folder = folder;

    public string Rows => Path.Combine(_folder, $"{Name}.csv");

    public string Png => Path.Combine(_folder, $"{Name}.png");

    public string Svg => Path.Combine(_folder, $"{Name}.svg");

    /// <summary>The files in a folder. Checks that the folder can be written, before the training, and writes nothing.</summary>
    public static EvaluateFiles In(string folder)
    {
        string? there = Path.GetFullPath(folder);
        while (!Directory.Exists(there))
        {
            if (File.Exists(there))
                throw new CommandException($"'{(there == Path.GetFullPath(folder) ? folder : there)}' is a file; give a folder "
                    + "with --output");
            there = Path.GetDirectoryName(there)
                ?? throw new CommandException($"cannot make the folder '{folder}'; choose another with --output");
        }
        OutputFile.Check(Path.Combine(there, $"{Name}.csv"), [], problem => new CommandException(there == Path.GetFullPath(folder)
            ? problem
            : $"cannot make the folder '{folder}', because '{there}' is not writable; choose another with --output"));
        return new EvaluateFiles(folder);
    }

    /// <summary>Draws the picture and writes all files, together.</summary>
    public void Write(EvaluateOutcome outcome)
    {
        PictureSheet sheet = EvaluatePicture.Draw(outcome);
        using OutputFolder folder = MakeFolder();
        using var files = new OutputSet(problem => new CommandException(problem));
        Add(Rows, Encoding.UTF8.GetBytes(Text(outcome.Result)));
        Add(Png, sheet.ToPng());
        Add(Svg, sheet.ToSvg());
        files.Commit();

        void Add(string path, byte[] content) => files.Add(path).Write(stream => stream.Write(content));
    }

    private OutputFolder MakeFolder()
    {
        try
        {
            return new OutputFolder(_folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(
                $"cannot make the folder '{_folder}': {exception.Message.TrimEnd('.')}; choose another with --output");
        }
    }

    private static string Text(EvaluationResult result)
    {
        var text = new StringBuilder("seed,model,rows,draw,count,error,accuracy,seconds,failed\n");
        foreach (FitOutcome fit in result.Fits)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"{fit.Seed},{fit.Model},{Word(fit.Rows)},{fit.Draw},{fit.Count},{fit.Error:R},{fit.Accuracy:R},{fit.Seconds:0.######},");
            text.Append(fit.IsFailed ? "true\n" : "false\n");
        }
        return text.ToString();
    }

    /// <summary>The word for a choice of rows in the table of fits.</summary>
    private static string Word(RowChoice choice) => choice switch
    {
        RowChoice.All => "all",
        RowChoice.Coreset => "coreset",
        RowChoice.Smooth => "smooth",
        RowChoice.Paper => "paper",
        _ => "random",
    };
}

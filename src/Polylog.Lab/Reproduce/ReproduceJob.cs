using System.Diagnostics;
using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>Computes the missing rows of a figure, draws it, and tells its numbers.</summary>
internal sealed class ReproduceJob
{
    private readonly Figure _figure;
    private readonly FigureScale _scale;
    private readonly ulong _seed;
    private readonly string _output;
    private readonly Func<CsvTable, IFigureView> _views;

    /// <summary>Reads the authors' files, so that an error in them appears before hours of work.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="scale">Its scale.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="output">The folder for rows and pictures.</param>
    /// <param name="reference">The folder of the authors' files; null for none.</param>
    /// <exception cref="CommandException">A file of the authors is missing.</exception>
    /// <exception cref="ExperimentException">A file of the authors cannot be read.</exception>
    public ReproduceJob(Figure figure, FigureScale scale, ulong seed, string output, string? reference)
    {
        (_figure, _scale, _seed, _output) = (figure, scale, seed, output);
        _views = FigureViews.ForFigure(figure, Authors(figure, reference));
    }

    public FigureOutcome Run(Terminal terminal, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        ResultFolder folder = ResultFolder.Open(_output, _figure, _scale, _seed);
        int before = Complete(folder, terminal, cancellation);
        IFigureView view = _views(CsvTable.Read(folder.Rows));
        PictureSheet sheet = view.Draw();
        using (var pictures = new OutputSet(problem => new CommandException(problem)))
        {
            pictures.Add(folder.Png).Write(stream => stream.Write(sheet.ToPng()));
            pictures.Add(folder.Svg).Write(stream => stream.Write(sheet.ToSvg()));
            pictures.Commit();
        }

        var report = new Report(_figure.Name) { Program = "polylog-lab" };
        report.Line("figure", $"{_figure.Name}: {_figure.Description}");
        report.Line("scale", $"{_scale.ToString().ToLowerInvariant()}, seed {_seed}");
        view.Fill(report);
        report.Line("rows", folder.Rows);
        report.Line("picture", PictureFont.Exists
            ? $"{folder.Png}, {folder.Svg}"
            : $"{folder.Png} (without text: this machine has no font)");
        string resumed = before > 0 ? $", {before} parts were already computed" : "";
        report.Line("time", $"{Format.Seconds(clock.Elapsed)}{resumed}");
        return new FigureOutcome(_figure, report, sheet);
    }

    // Returns the number of parts that were already computed.
    private int Complete(ResultFolder folder, Terminal terminal, CancellationToken cancellation)
    {
        var run = new FigureRun(_figure, folder, _seed);
        try
        {
            new Watch(terminal.Progress).OverFigure(_figure.Name, progress =>
            {
                run.Complete(progress, cancellation);
                return true;
            });
        }
        catch (OperationCanceledException)
        {
            terminal.Note($"{run.Done} of {run.Units} parts are in '{folder.Rows}'; the same command continues from there");
            throw;
        }
        return run.Before;
    }

    private static CsvTable[] Authors(Figure figure, string? reference)
    {
        if (reference is null)
            return [];
        const string Otherwise = "give the folder with the authors' data files, or leave --reference out";
        if (!Directory.Exists(reference))
            throw new CommandException($"there is no folder '{reference}'; {Otherwise}");
        return [.. figure.ReferenceFiles.Select(name => Path.Combine(reference, name) is var file && File.Exists(file)
            ? CsvTable.Read(file)
            : throw new CommandException($"there is no {name} in '{reference}'; {Otherwise}"))];
    }
}

using System.Diagnostics;
using Polylog.Experiments;

namespace Polylog.Lab;

/// <summary>Computes the missing rows of a figure, draws it, and shows its numbers.</summary>
internal sealed class ReproduceJob(Figure figure, FigureScale scale, ulong seed, string output, string? reference)
{
    public void Run(Terminal terminal, CancellationToken cancellation)
    {
        // Read first, so that an error in the authors' files appears before hours of work.
        Func<CsvTable, IFigureView> views = FigureViews.ForFigure(figure, Authors());
        var clock = Stopwatch.StartNew();
        ResultFolder folder = ResultFolder.Open(output, figure, scale, seed);
        int before = Complete(folder, terminal, cancellation);
        IFigureView view = views(CsvTable.Read(folder.Rows));
        PictureSheet sheet = view.Draw();
        using (var pictures = new OutputSet(problem => new CommandException(problem)))
        {
            pictures.Add(folder.Png).Write(stream => stream.Write(sheet.ToPng()));
            pictures.Add(folder.Svg).Write(stream => stream.Write(sheet.ToSvg()));
            pictures.Commit();
        }

        var summary = new Summary(terminal.Styled);
        summary.Line("figure", $"{figure.Name}: {figure.Description}");
        summary.Line("scale", $"{scale.ToString().ToLowerInvariant()}, seed {seed}");
        view.Report(terminal.Styled);
        summary.Line("rows", folder.Rows);
        summary.Line("picture", PictureFont.Exists
            ? $"{folder.Png}, {folder.Svg}"
            : $"{folder.Png} (without text: this machine has no font)");
        string resumed = before > 0 ? $", {before} parts were already computed" : "";
        summary.Line("time", $"{Format.Seconds(clock.Elapsed)}{resumed}");
    }

    // Returns the number of parts that were already computed.
    private int Complete(ResultFolder folder, Terminal terminal, CancellationToken cancellation)
    {
        var run = new FigureRun(figure, folder, seed);
        try
        {
            new Watch(terminal.Progress).OverFigure(figure.Name, progress =>
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

    private CsvTable[] Authors()
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

using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Tells what a demonstration showed, and what to try next.</summary>
internal static class DemoSummary
{
    public static void Write(DemoOutcome outcome, IAnsiConsole console)
    {
        CompressOutcome compression = outcome.Compression;
        Coreset coreset = compression.Coreset;
        DemoFiles files = outcome.Files;
        var summary = new Summary(console);
        summary.Line("rows", $"{Format.Whole(compression.Rows)} -> {Format.Whole(coreset.Count)} "
            + $"in {Format.Seconds(compression.Compressing)}, {Format.Whole(compression.Moments)} moments up to order {coreset.Order}");
        WriteComparison(outcome, console);
        summary.Line("picture", PictureFont.Exists ? files.Picture : $"{files.Picture} (without words: this machine has no font)");
        summary.Line("tables", Format.Names([files.Data, files.Coreset, files.Random]));
        summary.Line("time", $"{Format.Seconds(outcome.Time)} in all");
        summary.Gap();
        summary.Heading("try next");
        console.WriteLine($"  polylog inspect {ShellWord.Quote(files.Coreset)} --against {ShellWord.Quote(files.Data)}");
        string another = ShellWord.Quote(Path.Combine(files.Folder, "smooth.parquet"));
        console.WriteLine($"  polylog compress {ShellWord.Quote(files.Data)} --for smooth --size {coreset.Count} -o {another}");
        console.WriteLine("  polylog compress --help");
    }

    private static void WriteComparison(DemoOutcome outcome, IAnsiConsole console)
    {
        Measure full = outcome.Compression.Measure;
        Measure coreset = outcome.Compression.Coreset.Points;
        string kept = Format.Count(coreset.Count, "kept row");
        var table = new Spectre.Console.Table { Border = TableBorder.Simple };
        table.AddColumn("relative difference from all rows");
        table.AddColumn(kept, column => column.RightAligned());
        table.AddColumn("as many at random", column => column.RightAligned());
        Row("means and covariances, worst", Residual(coreset, 2), Residual(outcome.Random, 2));
        int order = DemoJob.Order;
        Row($"moments up to order {order}, worst", Residual(coreset, order), Residual(outcome.Random, order));
        Evidence evidence = outcome.Compression.Certificate.Evidence;
        Row($"{evidence.Functions} random test functions, median", evidence.Coreset.Median, evidence.Random.Median);
        Row($"{evidence.Functions} random test functions, worst", evidence.Coreset.Worst, evidence.Random.Worst);
        console.Write(table);

        double Residual(Measure measure, int upTo) => MomentAudit.Compare(full, measure, upTo).WorstResidual;

        void Row(string what, double ours, double random) =>
            table.AddRow(new Text(what), new Text(Format.Small(ours)), new Text(Format.Small(random)));
    }
}

using Spectre.Console;

namespace Polylog.Cli;

/// <summary>Shows what a demonstration found, and commands to try next.</summary>
internal static class DemoSummary
{
    public static void Write(DemoOutcome outcome, IAnsiConsole console)
    {
        CompressOutcome compression = outcome.Compression;
        Coreset coreset = compression.Coreset;
        DemoFiles files = outcome.Files;
        var summary = new Summary(console);
        summary.Line("rows", $"{Format.Whole(compression.Rows)} -> {Format.Whole(coreset.Count)} in "
            + $"{Format.Seconds(compression.Compressing)}; they have the same {Format.Whole(compression.Moments)} moments up to order "
            + $"{coreset.Order}");
        WriteComparison(outcome, console);
        string fonts = PictureFont.Exists ? "" : " (without text: this machine has no font)";
        summary.Line("picture", $"{files.Picture}{fonts}");
        summary.Line("tables", Format.Names([files.Data, files.Coreset, files.Random]));
        summary.Line("network", $"{files.Network}, {Format.Whole(DemoNetwork.Units)} units to try shrink on");
        summary.Line("time", $"{Format.Seconds(outcome.Time)} in all");
        summary.Gap();
        summary.Heading("try next");
        string data = ShellWord.Quote(files.Data);
        string smooth = ShellWord.Quote(Path.Combine(files.Folder, "smooth.parquet"));
        summary.Command($"inspect {ShellWord.Quote(files.Coreset)} --against {data}");
        summary.Command($"compress {data} --for smooth --size {coreset.Count} -o {smooth}");
        string small = ShellWord.Quote(Path.Combine(files.Folder, "small.safetensors"));
        summary.Command($"shrink {ShellWord.Quote(files.Network)} -o {small} --layers hidden:output --fraction 0.1 "
            + $"--calibration {data} --columns x1,x2");
    }

    private static void WriteComparison(DemoOutcome outcome, IAnsiConsole console)
    {
        var table = new Spectre.Console.Table { Border = TableBorder.Simple };
        table.AddColumn("relative error");
        table.AddColumn(Format.Count(outcome.Compression.Coreset.Count, "kept row"), column => column.RightAligned());
        table.AddColumn("as many random rows", column => column.RightAligned());
        foreach (DemoComparison comparison in outcome.Comparisons)
            table.AddRow(new Text(comparison.What), new Text(Format.Small(comparison.Kept)), new Text(Format.Small(comparison.Random)));
        console.Write(table);
    }
}

using System.Globalization;

namespace Polylog.Benchmarks;

/// <summary>What is asked for on the command line of the benchmark of wide tables.</summary>
/// <param name="Seed">Decides made tables, samples of rows and test functions.</param>
/// <param name="Sizes">Rows to keep.</param>
/// <param name="Rows">Rows of each table; null for all rows of a file.</param>
/// <param name="Made">Names of made tables.</param>
/// <param name="Files">CSV files.</param>
/// <param name="ShowsTimes">Whether times are printed, the only part of the output that differs from run to run.</param>
internal sealed record WideRequest(
    ulong Seed, IReadOnlyList<int> Sizes, int? Rows, IReadOnlyList<string> Made, IReadOnlyList<string> Files, bool ShowsTimes)
{
    private const string NoTable = "none";
    private const int DefaultRows = 4000;

    public static string Usage { get; } =
        "wide [--seed S] [--sizes 125,500] [--rows 4000 | --all-rows] [--no-times] "
            + $"[--table {string.Join(" | ", MadeTables.Names)} | {NoTable} ...] [<table.csv>...]";

    /// <exception cref="FormatException">An argument is unknown, or its value is.</exception>
    public static WideRequest Parse(IReadOnlyList<string> arguments)
    {
        var request = new WideRequest(1, [125, 500], DefaultRows, MadeTables.Names, [], true);
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i], value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            switch (argument)
            {
                case "--seed":
                    request = request with { Seed = (ulong)Whole(argument, value, 0) };
                    i++;
                    break;
                case "--sizes":
                    request = request with { Sizes = [.. value.Split(',').Select(size => Whole(argument, size, 1))] };
                    i++;
                    break;
                case "--rows":
                    request = request with { Rows = Whole(argument, value, 2) };
                    i++;
                    break;
                case "--all-rows":
                    request = request with { Rows = null };
                    break;
                case "--no-times":
                    request = request with { ShowsTimes = false };
                    break;
                case "--table":
                    string[] names = [.. arguments.Skip(i + 1).TakeWhile(name => name == NoTable || MadeTables.Names.Contains(name))];
                    if (names.Length == 0)
                        throw new FormatException($"--table {value}: give {string.Join(", ", MadeTables.Names)} or {NoTable}.");
                    request = request with { Made = [.. names.Where(name => name != NoTable)] };
                    i += names.Length;
                    break;
                default:
                    if (!File.Exists(argument))
                        throw new FormatException($"{argument}: neither an option nor a file; usage: {Usage}");
                    request = request with { Files = [.. request.Files, argument] };
                    break;
            }
        }
        return request;
    }

    /// <summary>Made tables first, one at a time, so that one is in memory.</summary>
    public IEnumerable<WideTable> Tables() =>
        Made.Select(name => MadeTables.Draw(name, Rows ?? DefaultRows, Seed))
            .Concat(Files.Select(file => WideTable.Read(file, Rows ?? int.MaxValue, Seed)));

    private static int Whole(string option, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            ? number
            : throw new FormatException($"{option} {value}: give a whole number, at least {least}.");
}

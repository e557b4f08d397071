using CsCheck;
using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

/// <summary>Whatever a quoted cell of a CSV file holds, it is what the output holds.</summary>
public sealed class TextCellPropertyTests : IDisposable
{
    private static readonly string[] s_parts =
        ["a", "B7", ",", ";", "\t", "\"", "'", "\n", "\r\n", " ", "#", "é数", "NA", "null", "1.50", "\\", "|", "-"];

    private static readonly Gen<string> s_cell =
        Gen.Int[0, s_parts.Length - 1].Array[0, 5].Select(picks => string.Concat(picks.Select(pick => s_parts[pick])));

    private static readonly Gen<string[]> s_rows = s_cell.Array[3, 20];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("tsv")]
    [InlineData("parquet")]
    [InlineData("ndjson")]
    public void Any_text_cell_comes_back(string ending) =>
        s_rows.Sample(cells => Assert.Equal(cells, Rewritten(cells, ending)), iter: 15, threads: 1);

    private List<string> Rewritten(string[] cells, string ending)
    {
        // The first row makes the dialect plain; the cells of the others are the ones looked at.
        string body = string.Concat(cells.Select((cell, row) => $"{row},{Quoted(cell)},2.5\n"));
        string input = _folder.Text("t.csv", $"id,\"text\",x\n-1,\"plain text, quoted\",1\n{body}");
        using (Table table = Open(input))
            table.WriteRows(_folder[$"o.{ending}"], Pick([.. Enumerable.Range(1, cells.Length).Select(row => (long)row)]), Cancel);
        using var session = new TableSession(threads: null);
        string scan = ending is "csv" or "tsv"
            ? $"read_csv('{_folder[$"o.{ending}"]}', delim = '{(ending == "csv" ? "," : "\t")}', quote = '\"', escape = '\"', "
                + "header = true, auto_detect = false, nullstr = 'no such thing', "
                + "columns = {id: 'INT', text: 'VARCHAR', x: 'DOUBLE', weight: 'DOUBLE'})"
            : $"'{_folder[$"o.{ending}"]}'";
        return session.Rows($"select text from {scan} order by id", "test", row => row.GetString(0), Cancel);
    }

    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

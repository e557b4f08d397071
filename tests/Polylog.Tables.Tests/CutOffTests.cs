using System.IO.Compression;
using System.Text;
using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

/// <summary>A text file that is cut off is an error that says so, whatever its format and compression.</summary>
public sealed class CutOffTests : IDisposable
{
    private static readonly string s_rows = string.Concat(Enumerable.Range(0, 4000).Select(i => $"{i},{i * 0.37:0.00000},{i % 7}\n"));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("t.csv.gz", 0.3)]
    [InlineData("t.csv.gz", 0.7)]
    [InlineData("t.csv.gz", 0.999)]
    [InlineData("t.csv.zst", 0.3)]
    [InlineData("t.csv.zst", 0.999)]
    [InlineData("t.tsv.gz", 0.5)]
    [InlineData("t.ndjson.gz", 0.5)]
    [InlineData("t.json.zst", 0.5)]
    public void Compressed_data_are_cut_off(string name, double part)
    {
        byte[] whole = Compressed(name, Encoding.UTF8.GetBytes(Content(name)));
        File.WriteAllBytes(_folder[name], whole);
        using (Table table = Open(_folder[name]))
            Assert.Equal(4000, table.ReadNumeric([table.Columns[0].Name], cancellation: Cancel).Rows);
        File.WriteAllBytes(_folder[name], whole[..(int)(whole.Length * part)]);
        Says($"{name} is cut off or damaged", () => Open(_folder[name]));
    }

    [Fact]
    public void A_file_of_several_gzip_members_is_whole_where_the_last_is()
    {
        byte[] first = Compressed("a.gz", "a,b\n1,2\n"u8.ToArray()), second = Compressed("a.gz", "3,4\n"u8.ToArray());
        File.WriteAllBytes(_folder["two.csv.gz"], [.. first, .. second]);
        Assert.Equal([1, 2, 3, 4], Numbers(_folder["two.csv.gz"], "a", "b").Values);
        File.WriteAllBytes(_folder["two.csv.gz"], [.. first, .. second[..^5]]);
        Says("cut off", () => Open(_folder["two.csv.gz"]));
    }

    [Theory]
    [InlineData("a,b,c\n1,2,\"x y\"\n3,4,\"z", 3)]
    [InlineData("a,b,c\n1,2,xy\n3,4,\"z", 3)]
    [InlineData("a;b;c\n1;2;\"x\ny\"\n3;4;\"z\nq", 4)]
    [InlineData("a\tb\n1\t\"two\"\n2\t\"thr", 3)]
    public void A_file_ends_inside_a_quoted_cell(string text, int line)
    {
        // Enough rows that the sniffer believes in quoted cells where there are any.
        string start = text[..(text.IndexOf('\n') + 1)], row = text.Split('\n')[1];
        bool isShort = !row.Contains('"') || row.Count(letter => letter == '"') == 2;
        string more = isShort ? string.Concat(Enumerable.Repeat(row + "\n", 30)) : "";
        string path = _folder.Text("t.csv", start + more + text[start.Length..]);
        Says($"ends inside a quoted cell that begins in line {line + (isShort ? 30 : 0)}", () => Open(path));
    }

    [Theory]
    [InlineData("id\tsize\n1\t5\" disk\n2\t3\" disk\n3\t\"odd\n4\tno\n")]
    [InlineData("id\tsize\n1\t5'\n2\t\"6'\n3\t7\n4\t8\n")]
    public void Marks_that_are_letters_leave_no_cell_open(string text)
    {
        using Table table = Open(_folder.Text("t.tsv", text));
        Assert.Equal(4, table.ReadNumeric(["id"], cancellation: Cancel).Rows);
    }

    [Fact]
    public void A_query_reads_whole_files_only()
    {
        byte[] whole = Compressed("q.csv.gz", Encoding.UTF8.GetBytes("a,b,c\n" + s_rows));
        File.WriteAllBytes(_folder["q.csv.gz"], whole[..(whole.Length / 2)]);
        Says("q.csv.gz is cut off", () => Table.OpenQuery($"from '{_folder["q.csv.gz"]}'", cancellation: Cancel));
        Says("q.csv.gz is cut off", () =>
            Table.OpenQuery($"select count(*) as n from read_csv('{_folder["q*.gz"]}')", cancellation: Cancel));
    }

    [Fact]
    public void One_of_several_files_is_cut_off()
    {
        byte[] whole = Compressed("q.csv.gz", Encoding.UTF8.GetBytes("a,b,c\n" + s_rows));
        File.WriteAllBytes(_folder["p1.csv.gz"], whole);
        File.WriteAllBytes(_folder["p2.csv.gz"], whole[..^9]);
        Says("p2.csv.gz is cut off", () => Open(_folder["p*.csv.gz"]));
    }

    [Fact]
    public void Json_is_cut_off()
    {
        foreach (string text in new[] { "[{\"a\":1},{\"a\":2,\"b\"", "[{\"a\":1},{\"a\":2},\n", "[{\"a\":1},{\"a\":2}", "[{\"a\":\"x" })
            Says("j.json is cut off or damaged: its JSON ends", () => Open(_folder.Text("j.json", text)));
        Says("j.ndjson is cut off", () => Open(_folder.Text("j.ndjson", "{\"a\":1}\n{\"a\":2}\n{\"a\":")));
    }

    private static string Content(string name) => name.Contains("json", StringComparison.Ordinal)
        ? string.Concat(Enumerable.Range(0, 4000).Select(i => $"{{\"a\":{i},\"b\":{i * 0.37:0.00000}}}\n"))
        : "a,b,c\n".Replace(',', Delimiter(name)) + s_rows.Replace(',', Delimiter(name));

    private static char Delimiter(string name) => name.Contains("tsv", StringComparison.Ordinal) ? '\t' : ',';

    private static byte[] Compressed(string name, byte[] text)
    {
        using var target = new MemoryStream();
        using (Stream packed = name.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(target, CompressionLevel.Optimal) : new ZstdSharp.CompressionStream(target))
            packed.Write(text);
        return target.ToArray();
    }
}

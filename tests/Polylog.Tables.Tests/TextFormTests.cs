using System.Text;
using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

/// <summary>Text is read whatever its letters, line ends and alignment, and refused where it is none.</summary>
public sealed class TextFormTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("utf-16", false)]
    [InlineData("latin1", false)]
    public void Letters_of_any_encoding_are_read(string name, bool hasMark)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        string text = "name,x\n" + string.Concat(Enumerable.Repeat("café,1.5\n", 30));
        File.WriteAllBytes(_folder["t.csv"], [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)]);
        using Table table = Open(_folder["t.csv"]);
        Assert.Contains("t.csv is not UTF-8; it is read as", Assert.Single(table.Notes), StringComparison.Ordinal);
        Assert.Equal(30, table.ReadNumeric(["x"], cancellation: Cancel).Rows);
        table.WriteRows(_folder["o.csv"], Pick(3), Cancel);
        Assert.Equal("name,x,weight\ncafé,1.5,3.5\n", File.ReadAllText(_folder["o.csv"]));
    }

    [Fact]
    public void A_mark_of_utf_8_is_no_part_of_json()
    {
        File.WriteAllBytes(_folder["t.json"], [0xEF, 0xBB, 0xBF, .. "[{\"a\":1.5},{\"a\":2}]"u8]);
        Assert.Equal([1.5, 2], Numbers(_folder["t.json"], "a").Values);
        File.WriteAllBytes(_folder["u.json"], [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("[{\"a\":1.5},{\"a\":2}]")]);
        Assert.Equal([1.5, 2], Numbers(_folder["u.json"], "a").Values);
    }

    [Fact]
    public void Damaged_utf_8_is_told()
    {
        byte[] text = Encoding.UTF8.GetBytes("name,x\n" + string.Concat(Enumerable.Repeat("naïve café,1\n", 20)));
        text[15] = 0xFF;
        File.WriteAllBytes(_folder["t.csv"], text);
        Says("t.csv is UTF-8 with damaged letters in it", () => Open(_folder["t.csv"]));
    }

    [Theory]
    [InlineData("x,y\r\n1,2\r\n3,4\n5,6\n")]
    [InlineData("x,y\n1,2\n3,4\r\n5,6")]
    [InlineData("x,y\r1,2\r3,4\n5,6\n")]
    [InlineData("x,y\r\r\n1,2\r\r\n3,4\r\r\n5,6\r\r\n")]
    public void Line_ends_of_several_kinds_are_read(string text)
    {
        using Table table = Open(_folder.Text("t.csv", text));
        Assert.Contains("has line ends of several kinds", Assert.Single(table.Notes), StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4, 5, 6], table.ReadNumeric(["x", "y"], cancellation: Cancel).Values);
    }

    [Fact]
    public void Line_ends_in_quoted_cells_stay_as_they_are()
    {
        string path = _folder.Text("t.csv", "x,s\n1,\"a\r\nb\"\n2,\"c\nd\"\n3,e\n");
        using Table table = Open(path);
        Assert.Empty(table.Notes);
        Assert.Contains("\"a\r\nb\"", Rewrite(path, _folder["o.csv"], Pick(0)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("t.txt", "  1.5    2.5\n 10.25  -3.5\n  0.5    1e3\n", 3)]
    [InlineData("t.dat", "# x y\n1.5 2.5\n-1 2\n", 2)]
    [InlineData("t.txt", "x y\n1.5   2.5\n-1  2\n\n3 4\n", 3)]
    [InlineData("t.txt", "x;y\n1.5;2.5\n-1;2\n", 2)]
    [InlineData("t.dat", "x\ty\n1.5\t2.5\n-1\t2\n", 2)]
    [InlineData("t.dat.gz", "1.5 2.5\n-1 2\n", 2)]
    public void Columns_aligned_by_blanks_are_read(string name, string text, int rows)
    {
        _folder.Text(name, text);
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var target = new System.IO.Compression.GZipStream(
                File.Create(_folder[name]), System.IO.Compression.CompressionLevel.Fastest);
            target.Write(Encoding.UTF8.GetBytes(text));
        }
        using Table table = Open(_folder[name]);
        Assert.Equal(2, table.Columns.Count);
        NumericRows numbers = table.ReadNumeric([.. table.Columns.Select(column => column.Name)], cancellation: Cancel);
        Assert.Equal(rows, numbers.Rows);
        Assert.Equal([1.5, 2.5], numbers.Values[..2]);
        Assert.Equal(text.Contains('x', StringComparison.Ordinal) ? "x" : "column0", table.Columns[0].Name);
    }

    [Fact]
    public void Blanks_in_quotes_are_no_border_of_aligned_cells()
    {
        string path = _folder.Text("t.txt", "\"my a\"  b\n" + string.Concat(Enumerable.Repeat("\"x y\"  1.5\nz      2.5\n", 20)));
        using (Table table = Open(path))
            Assert.Equal("my a|b", string.Join('|', table.Columns.Select(column => column.Name)));
        Assert.Equal("my a,b,weight\nx y,1.5,0.5\nz,2.5,1.5\n", Rewrite(path, _folder["o.csv"], Pick(0, 1)));
    }

    [Fact]
    public void What_is_no_text_is_refused()
    {
        Says("has a zero byte in line 3", () => Open(_folder.Text("z.csv", "a,b\n1,2\n3,\04\n")));
        Says("line 2 has more than 2000000 bytes", () => Open(_folder.Text("l.csv", "a,b\n1," + new string('x', 3_000_000) + "\n")));
        Says("nested more than 100 levels deep",
            () => Open(_folder.Text("d.json", "[{\"a\":" + new string('[', 20_000) + new string(']', 20_000) + "}]")));
        Says("nested more than 100 levels deep", () => Open(_folder.Text("b.json", new string('[', 100_000))));
        Says("nested more than 100 levels deep",
            () => Table.OpenQuery($"from read_json('{_folder["b.json"]}')", cancellation: Cancel));
        Says("the object in line 1 has more than 16000000 bytes",
            () => Open(_folder.Text("o.json", "[{\"a\":\"" + new string('x', 17_000_000) + "\"}]")));
        File.Copy(_folder.Parquet("p.parquet", "select 1 as a"), _folder["p.csv"]);
        Says("the content of p.csv is Parquet, which its ending does not say; rename it to 'p.parquet'", () => Open(_folder["p.csv"]));
    }

    [Theory]
    [InlineData("<f8", "[1.5, -2.0, 3.0, 4.0]")]
    [InlineData("<f4", "[1.5, -2.0, 3.0, 4.0]")]
    [InlineData(">f8", "[1.5, -2.0, 3.0, 4.0]")]
    [InlineData("<i2", "[1, -2, 3, 4]")]
    [InlineData("<i8", "[1, -2, 3, 4]")]
    public void Arrays_of_numpy_are_read(string type, string values)
    {
        double[] numbers = System.Text.Json.JsonSerializer.Deserialize<double[]>(values)!;
        byte[] bytes = [.. numbers.SelectMany(number => Bytes(type, number))];
        File.WriteAllBytes(_folder["c.npy"], Npy(type, false, "(2, 2)", bytes));
        Assert.Equal(numbers, Numbers(_folder["c.npy"], "column0", "column1").Values);
        File.WriteAllBytes(_folder["f.npy"], Npy(type, true, "(2, 2)", bytes));
        Assert.Equal([numbers[0], numbers[2], numbers[1], numbers[3]], Numbers(_folder["f.npy"], "column0", "column1").Values);
        File.WriteAllBytes(_folder["v.npy"], Npy(type, false, "(4,)", bytes));
        Assert.Equal(numbers, Numbers(_folder["v.npy"], "column0").Values);
        File.WriteAllBytes(_folder["cut.npy"], Npy(type, false, "(4,)", bytes[..^1]));
        Says("cut.npy is cut off", () => Open(_folder["cut.npy"]));
        File.WriteAllBytes(_folder["3d.npy"], Npy(type, false, "(1, 2, 2)", bytes));
        Says("has shape (1, 2, 2)", () => Open(_folder["3d.npy"]));
    }

    [Fact]
    public void Truth_values_of_numpy_are_0_and_1()
    {
        File.WriteAllBytes(_folder["b.npy"], Npy("|b1", false, "(3,)", [1, 0, 1]));
        Assert.Equal([1, 0, 1], Numbers(_folder["b.npy"], "column0").Values);
    }

    private static byte[] Bytes(string type, double number)
    {
        byte[] bytes = type[1..] switch
        {
            "f8" => BitConverter.GetBytes(number),
            "f4" => BitConverter.GetBytes((float)number),
            "i2" => BitConverter.GetBytes((short)number),
            _ => BitConverter.GetBytes((long)number),
        };
        return type[0] == '>' ? [.. bytes.Reverse()] : bytes;
    }

    private static byte[] Npy(string type, bool isFortran, string shape, byte[] values)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.Latin1.GetBytes(header), .. values];
    }
}

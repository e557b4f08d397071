using System.Text;

namespace Polylog.Tables.Tests;

/// <summary>Rows that are kept in a Parquet file, with bytes beside them, and files that come after it.</summary>
public sealed class GrowingTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public void A_file_carries_bytes_that_its_readers_do_not_see(int length)
    {
        byte[] bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        string path = Kept(bytes);
        using Stream carried = ParquetAppendix.Open(path)!;
        byte[] read = new byte[length];
        carried.ReadExactly(read);
        Assert.Equal(bytes, read);
        using var table = Table.OpenFiles([path]);
        Assert.Equal(["a", "name", "weight"], table.Columns.Select(column => column.Name));
        Assert.Equal([1, 3.0], table.ReadNumeric(["a"]).Values);
        Assert.Equal("told", TableMetadata.Read(path)["key"]);
    }

    [Fact]
    public void Other_files_carry_nothing()
    {
        string path = _folder["plain.parquet"];
        Assert.Null(ParquetAppendix.Open(Text("short.csv", "x")));
        Assert.Null(ParquetAppendix.Open(Text("long.csv", new string('x', 1000) + "PAR1")));
        using (var table = Table.OpenFiles([Text("t.csv", "a,name\n1,x\n")]))
            table.WriteRows(path, new RowSelection(new long[] { 0 }, new double[] { 1 }, "weight"));
        Assert.Null(ParquetAppendix.Open(path));
    }

    [Fact]
    public void Rows_that_are_kept_come_before_those_of_further_files_and_may_be_replaced()
    {
        string path = Kept([7]);
        using var table = Table.OpenGrown(path, "weight", [Text("next.csv", "name,a\nz,4\n")]);
        Assert.Equal(["a", "name"], table.Columns.Select(column => column.Name));
        Assert.Equal([1, 3, 4.0], table.ReadNumeric(["a"]).Values);
        table.WriteRows(path, new RowSelection(new long[] { 1, 2 }, new double[] { 5, 6 }, "weight"));
        using var grown = Table.OpenFiles([path]);
        Assert.Equal([3, 5, 4, 6.0], grown.ReadNumeric(["a", "weight"]).Values);
    }

    [Fact]
    public void Dates_written_in_several_ways_become_dates()
    {
        string first = Text("iso.csv", "a,day\n1,2026-03-04\n2,2026-03-05\n");
        string second = Text("other.csv", "a,day\n3,25/12/2026\n4,26/12/2026\n");
        string path = _folder["days.parquet"];
        using (var table = Table.OpenFiles([first, second]))
            table.WriteRows(path, new RowSelection(new long[] { 0, 3 }, new double[] { 1, 1 }, "weight"));
        using var days = Table.OpenFiles([path]);
        Assert.Equal("DATE", days.Columns[1].TypeName);
        Assert.Equal(new DateTime(2026, 12, 26).Subtract(DateTime.UnixEpoch).TotalDays, days.ReadNumeric(["day"]).Values[1]);
    }

    [Theory]
    [InlineData("b")]
    [InlineData("file_row_number")]
    public void Rows_of_several_Parquet_files_have_the_numbers_of_all(string other)
    {
        string[] paths = [.. Enumerable.Range(0, 3).Select(file =>
        {
            string path = _folder[$"f{file}.parquet"];
            using var text = Table.OpenFiles([Text($"f{file}.csv", $"a,{other}\n"
                + string.Concat(Enumerable.Range(0, 5 + file).Select(row => $"{(10 * file) + row},{100 - row}\n")))]);
            int rows = 5 + file;
            text.WriteRows(path, new RowSelection(
                Enumerable.Range(0, rows).Select(row => (long)row).ToArray(), Enumerable.Repeat(1.0, rows).ToArray(), "w"));
            return path;
        })];
        string kept = _folder["kept.parquet"];
        using (var all = Table.OpenFiles(paths))
            all.WriteRows(kept, new RowSelection(new long[] { 0, 4, 5, 10, 11, 17 }, new double[] { 1, 2, 3, 4, 5, 6 }, "weight", "id"));
        using var table = Table.OpenFiles([kept]);
        Assert.Equal([0, 0, 1, 4, 4, 2, 10, 5, 3, 15, 10, 4, 20, 11, 5, 26, 17, 6],
            table.ReadNumeric(["a", "id", "weight"]).Values);
    }

    [Fact]
    public void Patterns_stand_for_files_in_order()
    {
        Text("b1.csv", "a\n1\n");
        Text("b0.csv", "a\n1\n");
        Assert.Equal(["b0.csv", "b1.csv"], Table.FilesOf([_folder["b*.csv"]]).Select(Path.GetFileName));
        Assert.Throws<TableException>(() => Table.FilesOf([_folder["c*.csv"]]));
    }

    private string Kept(byte[] bytes)
    {
        string path = _folder["kept.parquet"];
        using var table = Table.OpenFiles([Text("t.csv", "a,name\n1,x\n2,y\n3,z\n")]);
        table.WriteRows(path, new RowSelection(new long[] { 0, 2 }, new double[] { 1, 2 }, "weight")
        {
            Metadata = new Dictionary<string, string> { ["key"] = "told" },
            Appendix = target => target.Write(bytes),
        });
        return path;
    }

    private string Text(string name, string content)
    {
        File.WriteAllText(_folder[name], content, new UTF8Encoding(false));
        return _folder[name];
    }
}

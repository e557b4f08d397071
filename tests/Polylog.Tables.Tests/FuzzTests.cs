using System.Text;
using CsCheck;
using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

/// <summary>Whatever bytes a file has, it is a table or it is refused in one line.</summary>
public sealed class FuzzTests : IDisposable
{
    private static readonly Gen<byte[]> s_noise = Gen.Byte.Array[1, 300];

    private static readonly string[] s_parts =
        ["1", "2.5", ",", ",", "\n", "\n", "\"", "a", " ", "\r\n", "NA", "\t", ";", "é", "-", "#", "{", "}", "[", "]", ":"];

    private static readonly Gen<byte[]> s_letters =
        Gen.Int[0, s_parts.Length - 1].Array[1, 80]
            .Select(picks => Encoding.UTF8.GetBytes(string.Concat(picks.Select(pick => s_parts[pick]))));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("tsv")]
    [InlineData("json")]
    [InlineData("ndjson")]
    [InlineData("parquet")]
    [InlineData("csv.gz")]
    public void Any_bytes_are_a_table_or_are_refused(string ending) =>
        Gen.OneOf(s_noise, s_letters).Sample(bytes => Try(bytes, ending), iter: 25, threads: 1);

    [Theory]
    [InlineData("csv", "id,x,name\n1,1.5,\"a,b\"\n2,NA,\"q\"\"r\"\n3,1e5,\"two\nlines\"\n")]
    [InlineData("json", "[{\"id\":1,\"x\":1.5,\"n\":{\"a\":[1,2]}},{\"id\":2,\"x\":null,\"n\":null}]")]
    [InlineData("ndjson", "{\"id\":1,\"x\":1.5,\"t\":\"2020-01-01\"}\n{\"id\":2,\"x\":-3,\"t\":\"b\"}\n")]
    public void A_damaged_text_file_is_a_table_or_is_refused(string ending, string whole) =>
        Damage(Encoding.UTF8.GetBytes(whole), ending, 30);

    [Fact]
    public void A_damaged_parquet_file_is_a_table_or_is_refused()
    {
        string whole = _folder.Parquet("whole.parquet", "select i, i / 3 as x, 'n' || i as s, [i] as l from range(50) t(i)");
        Damage(File.ReadAllBytes(whole), "parquet", 40);
    }

    private void Damage(byte[] whole, string ending, int times)
    {
        Gen<byte[]> damaged = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 4].Select(changes =>
        {
            byte[] bytes = [.. whole];
            foreach ((int place, byte value) in changes)
                bytes[place] = value;
            return bytes;
        });
        Gen<byte[]> cut = Gen.Int[1, whole.Length].Select(length => whole[..length]);
        Gen.OneOf(damaged, cut).Sample(bytes => Try(bytes, ending), iter: times, threads: 1);
    }

    // True if all went well or failed as it should; any other exception fails the test with its bytes.
    private bool Try(byte[] bytes, string ending)
    {
        string path = _folder[$"fuzz.{ending}"];
        File.WriteAllBytes(path, bytes);
        try
        {
            using Table table = Table.OpenFiles([path], threads: 1);
            string[] numeric = [.. table.Columns.Where(column => column.IsNumeric).Select(column => column.Name)];
            if (numeric.Length == 0)
                return true;
            NumericRows rows = table.ReadNumeric(numeric, missing: MissingRows.Drop, cancellation: Cancel);
            RowSelection last = Pick(rows.RowNumber(rows.Rows - 1)) with { WeightName = "polylog weight" };
            table.WriteRows(_folder["fuzz-out.csv"], last, Cancel);
            return rows.Values.Length == rows.Rows * numeric.Length && rows.Values.All(double.IsFinite);
        }
        catch (TableException exception)
        {
            return !exception.Message.Contains('\n', StringComparison.Ordinal);
        }
    }
}

using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using static Polylog.Tables.Tests.Testing;

namespace Polylog.Tables.Tests;

/// <summary>
/// 2000 mutations of good files: each is refused in one line, or read as a second reader reads the same bytes. The numbers of both are
/// printed.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output) : IDisposable
{
    private static readonly byte[] s_letters = [.. ",,\"\"\n\n\r;\t #-+.019eExNA_'|\\{}[]:"u8, 0, 0xC3, 0xA9, 0xFF];

    private readonly TemporaryFolder _folder = new();
    private int _read;
    private int _refused;
    private int _told;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 300)]
    [InlineData(2, 300)]
    [InlineData(3, 300)]
    public void Csv_is_refused_or_read_as_by_another_reader(int seed, int times)
    {
        byte[] whole = Encoding.UTF8.GetBytes(Csv(seed));
        foreach (byte[] bytes in Mutations(whole, seed, times))
            Compare("m.csv", bytes, bytes);
        Report(times);
    }

    [Fact]
    public void Compressed_csv_is_refused_or_read_as_by_another_reader()
    {
        byte[] whole = Packed(Encoding.UTF8.GetBytes(Csv(4)));
        foreach (byte[] bytes in Mutations(whole, 4, 400))
        {
            byte[]? text = Unpacked(bytes);
            Compare("m.csv.gz", bytes, text);
        }
        Report(400);
    }

    [Fact]
    public void Json_is_refused_or_read_as_by_another_reader()
    {
        string rows = string.Join(",\n", Enumerable.Range(0, 25).Select(i =>
            $"{{\"id\":{i},\"x\":{(i % 7 == 0 ? "null" : $"{i * 0.25:0.0#}")},\"s\":\"a{i}\"}}"));
        foreach (byte[] bytes in Mutations(Encoding.UTF8.GetBytes($"[{rows}]"), 5, 400))
        {
            if (Opened("m.json", bytes) is not { } table)
                continue;
            using (table)
            {
                if (PlainJson(bytes) is { } expected)
                    SameNumbers(table, name => expected.Select(row => row.GetValueOrDefault(name, double.NaN)).ToArray(), bytes);
                else
                    Told(table, bytes);
            }
        }
        Report(400);
    }

    [Fact]
    public void Parquet_is_refused_or_read_as_by_the_engine_as_text()
    {
        byte[] whole = File.ReadAllBytes(_folder.Parquet("whole.parquet", "select i, i / 3 as x, 'n' || i as s from range(60) t(i)"));
        foreach (byte[] bytes in Mutations(whole, 6, 300))
        {
            if (Opened("m.parquet", bytes) is not { } table)
                continue;
            using (table)
            {
                SameNumbers(table, name =>
                {
                    using var session = new TableSession(threads: 1);
                    return [.. session.Rows(
                        $"SELECT CAST({Sql.Name(name)} AS VARCHAR) FROM read_parquet({Sql.Text(_folder["m.parquet"])})",
                        "test",
                        row => row.IsDBNull(0) ? double.NaN : double.Parse(row.GetString(0), CultureInfo.InvariantCulture),
                        Cancel)];
                }, bytes);
            }
        }
        Report(300);
    }

    private static string Csv(int seed)
    {
        var random = new Random(seed);
        string rows = string.Concat(Enumerable.Range(0, 30).Select(i => string.Create(
            CultureInfo.InvariantCulture,
            $"{i},{Fraction(i)},\"n{i}{(i % 5 == 0 ? ",\"\"" : "")}\",{random.Next(5)}\n")));
        return "id,x,name,k\n" + rows;

        string Fraction(int row) => row % 9 == 4 ? "" : (random.NextDouble() * 20 - 10).ToString("0.###", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<byte[]> Mutations(byte[] whole, int seed, int times)
    {
        var random = new Random(seed);
        for (int i = 0; i < times; i++)
        {
            List<byte> bytes = [.. whole];
            for (int change = random.Next(1, 3); change > 0; change--)
            {
                int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 40), bytes.Count - at);
                switch (random.Next(6))
                {
                    case 0:
                        bytes[at] = s_letters[random.Next(s_letters.Length)];
                        break;
                    case 1:
                        bytes.Insert(at, s_letters[random.Next(s_letters.Length)]);
                        break;
                    case 2:
                        bytes.RemoveRange(at, length);
                        break;
                    case 3:
                        bytes.InsertRange(at, [.. bytes.GetRange(at, length)]);
                        break;
                    case 4:
                        bytes.RemoveRange(at, bytes.Count - at);
                        break;
                    default:
                        bytes[at] ^= (byte)(1 << random.Next(8));
                        break;
                }
                if (bytes.Count == 0)
                    bytes.Add((byte)'\n');
            }
            yield return [.. bytes];
        }
    }

    private Table? Opened(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        try
        {
            return Table.OpenFiles([_folder[name]], threads: 1, cancellation: Cancel);
        }
        catch (TableException exception)
        {
            Assert.DoesNotContain('\n', exception.Message);
            _refused++;
            return null;
        }
    }

    private void Compare(string name, byte[] file, byte[]? text)
    {
        if (Opened(name, file) is not { } table)
            return;
        using (table)
        {
            Assert.True(text is not null, $"damaged data were read: {Shown(file)}");
            if (PlainCsv.Read(text) is { } rows && rows[0].Length == table.Columns.Count)
            {
                bool hasHeader =
                    table.Columns.Select((column, index) => (rows[0][index] ?? "").Trim() == column.Name).Count(same => same) * 2
                    >= table.Columns.Count;
                string?[][] below = [.. hasHeader ? rows.Skip(1) : rows];
                if (table.Notes.Any(note => note.Contains("passed over", StringComparison.Ordinal)))
                {
                    _told++;
                    return;
                }
                int[] places = [.. Enumerable.Range(0, table.Columns.Count)];
                SameNumbers(table, column => [.. below.Select(row =>
                    PlainCsv.Number(row[places.First(place => table.Columns[place].Name == column)]) ?? double.PositiveInfinity)], text);
            }
            else
            {
                Told(table, text);
            }
        }
    }

    private void SameNumbers(Table table, Func<string, double[]> expected, byte[] bytes)
    {
        foreach (TableColumn column in table.Columns.Where(column => column.IsNumeric))
        {
            double[] values;
            try
            {
                NumericRows rows = table.ReadNumeric([column.Name], missing: MissingRows.Drop, cancellation: Cancel);
                values = new double[rows.TotalRows];
                Array.Fill(values, double.NaN);
                for (int i = 0; i < rows.Rows; i++)
                    values[rows.RowNumber(i)] = rows.Values[i];
            }
            catch (TableException exception)
            {
                Assert.DoesNotContain('\n', exception.Message);
                continue;
            }
            // Infinite values are dropped like missing ones.
            double[] other = [.. expected(column.Name).Select(value => double.IsFinite(value) ? value : double.NaN)];
            Assert.True(values.AsSpan().SequenceEqual(other), $"column '{column.Name}' differs: {Shown(bytes)}");
        }
        _read++;
    }

    // A table that is none for the second reader is read in another way, and the user is told so or sees it by the columns.
    private void Told(Table table, byte[] bytes)
    {
        Assert.True(
            table.Notes.Count > 0 || table.Columns.Count == 1 || table.Columns.All(column => !column.IsNumeric),
            $"read in another way in silence: {Shown(bytes)}");
        _told++;
    }

    private void Report(int times)
    {
        output.WriteLine($"{times} mutations: {_refused} refused, {_read} read alike, {_told} read in another way and told");
        Assert.Equal(times, _refused + _read + _told);
        Assert.True(_refused > 0 && _read > 0);
    }

    private static List<Dictionary<string, double>>? PlainJson(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowTrailingCommas = true });
            // Of two fields of one name the first counts.
            return [.. document.RootElement.EnumerateArray().Select(row => row.EnumerateObject()
                .DistinctBy(field => field.Name)
                .Where(field => field.Value.ValueKind is JsonValueKind.Number)
                .ToDictionary(field => field.Name, field => field.Value.GetDouble()))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static byte[] Packed(byte[] text)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
            gzip.Write(text);
        return target.ToArray();
    }

    // With the sum at the end checked by hand: the platform's stream takes data that are cut off.
    private static byte[]? Unpacked(byte[] bytes)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var target = new MemoryStream();
            gzip.CopyTo(target);
            byte[] text = target.ToArray();
            bool isWhole = bytes.Length > 18 && BitConverter.ToUInt32(bytes, bytes.Length - 4) == (uint)text.Length
                && BitConverter.ToUInt32(bytes, bytes.Length - 8) == Sum(text);
            return isWhole ? text : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // The sum of gzip (RFC 1952), bit by bit.
    private static uint Sum(byte[] text)
    {
        uint sum = uint.MaxValue;
        foreach (byte one in text)
        {
            sum ^= one;
            for (int bit = 0; bit < 8; bit++)
                sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320);
        }
        return ~sum;
    }

    private static string Shown(byte[] bytes) => JsonSerializer.Serialize(Encoding.Latin1.GetString(bytes));
}

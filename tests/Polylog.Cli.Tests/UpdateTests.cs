using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Polylog.Cli.Tests;

/// <summary>A table that grows: each update gives the coreset of all rows, without the old files.</summary>
public sealed class UpdateTests : IDisposable
{
    private const int RowsADay = 2_000;

    private readonly TemporaryFolder _folder = new();

    private string State => _folder["state.parquet"];

    private string Coreset => _folder["c.parquet"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_command_each_day_gives_the_moments_of_all_days()
    {
        string days = _folder["day*.csv"];
        for (int day = 0; day < 4; day++)
        {
            Day(day);
            CliResult result = Cli.Run("update", State, days, "--size", "100", "--order", "3", "-o", Coreset).Succeeded();
            Assert.Contains("added           2,000 rows of 1 file", result.Output, StringComparison.Ordinal);
            Assert.Equal(day > 0, result.Error.Contains("already and not added again", StringComparison.Ordinal));
        }
        string found = Cli.Run("inspect", Coreset, "--against", days).Succeeded().Output;
        Assert.Contains("35 up to order 3", found, StringComparison.Ordinal);
        Assert.Contains("all moments match: yes", found, StringComparison.Ordinal);
        Assert.Contains("8,000 in the input, 8,000 in the coreset", found, StringComparison.Ordinal);
        Assert.Contains("yes (100 of 100)", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_does_not_need_the_old_files_and_is_a_table_of_weighted_rows_itself()
    {
        Cli.Run("update", State, Day(0), Day(1), "--size", "50", "--order", "2").Succeeded();
        string all = _folder["all.csv"];
        Cli.Run("compress", _folder["day*.csv"], "--columns", "a,b,c", "--fraction", "1", "--order", "1", "-o", all).Succeeded();
        File.Delete(_folder["day0.csv"]);
        File.Delete(_folder["day1.csv"]);
        Cli.Run("update", State, "-o", Coreset).Succeeded();
        string found = Cli.Run("inspect", Coreset, "--against-sql", $"select * exclude (weight) from '{all}'").Succeeded().Output;
        Assert.Contains("all moments match: yes", found, StringComparison.Ordinal);
        string state = Cli.Run("inspect", State, "--columns", "a,b,c", "--order", "2", "--against-sql",
            $"select * exclude (weight) from '{all}'").Succeeded().Output;
        Assert.Contains("all moments match: yes", state, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_and_words_of_text_files_stay_what_they_are()
    {
        Cli.Run("update", State, Day(0), "--size", "50", "--order", "2").Succeeded();
        Cli.Run("update", State, Day(1), "-o", Coreset).Succeeded();
        string types = _folder["types.csv"];
        Cli.Run("compress", "--sql", $"select typeof(date) as d, typeof(name) as n, 1 as one from '{Coreset}'", "--order", "1",
            "--fraction", "1", "-o", types).Succeeded();
        Assert.Contains("DATE,VARCHAR,1", File.ReadAllText(types), StringComparison.Ordinal);
    }

    [Fact]
    public void Earlier_rows_are_forgotten()
    {
        Cli.Run("update", State, Day(0), "--size", "50", "--order", "2").Succeeded();
        string kept = _folder["kept.csv"];
        Cli.Run("update", State, Day(1), "--forget", "0.25", "-o", kept).Succeeded();
        double weight = 0, product = 0, expected = 0;
        foreach (string[] row in File.ReadLines(kept).Skip(1).Select(line => line.Split(',')))
        {
            weight += Number(row[^1]);
            product += Number(row[^1]) * Number(row[1]) * Number(row[2]);
        }
        for (int day = 0; day < 2; day++)
            expected += File.ReadLines(Day(day)).Skip(1).Select(line => line.Split(',')).Sum(row => Number(row[1]) * Number(row[2])
                * (day == 0 ? 0.25 : 1));
        Assert.Equal(2500, weight, 1e-9);
        Assert.Equal(expected, product, 1e-9 * expected);

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void A_window_keeps_the_newest_rows_in_whatever_order_they_come()
    {
        string[] line = ["--size", "50", "--order", "2", "--window", "4d", "--by", "date"];
        Cli.Run(["update", State, Day(3), Day(4), .. line]).Succeeded();
        Cli.Run(["update", State, Day(0), Day(8), Day(5), .. line]).Succeeded();
        string output = Cli.Run(["update", State, Day(7), Day(6), "-o", Coreset, .. line]).Succeeded().Output;
        Assert.Contains("state           10,000 rows for 14,000 of 7 files, of total weight 10,000", output, StringComparison.Ordinal);
        string found = Cli.Run("inspect", Coreset, "--against-sql",
            $"select * from read_csv('{_folder["day*.csv"]}') where date >= '2026-01-05'").Succeeded().Output;
        Assert.Contains("all moments match: yes", found, StringComparison.Ordinal);
        Assert.Contains("10,000 in the input, 10,000 in the coreset", found, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_bytes_for_any_number_of_threads()
    {
        string other = _folder["other.parquet"];
        foreach ((string state, string threads) in new[] { (State, "1"), (other, "3") })
        {
            for (int day = 0; day < 10; day += 5)
            {
                string[] days = [.. Enumerable.Range(day, 5).Select(day => Day(day))];
                Cli.Run(["update", state, .. days, "--size", "100", "--order", "2", "--threads", threads]).Succeeded();
            }
        }
        Assert.Equal(File.ReadAllBytes(State), File.ReadAllBytes(other));
    }

    [Fact]
    public void Weights_targets_and_gaps_grow_as_well()
    {
        string[] line =
        [
            "--columns", "a,b", "--target", "c", "--loss", "squared", "--weight", "n", "--weight-name", "n", "--drop-missing",
            "--order", "2", "--size", "60",
        ];
        Cli.Run(["update", State, Day(0, withGaps: true), .. line]).Succeeded();
        using JsonDocument json = JsonDocument.Parse(
            Cli.Run(["update", State, Day(1, withGaps: true), "--json", "-o", Coreset, .. line]).Succeeded().Output);
        Assert.Equal(20, json.RootElement.GetProperty("dropped").GetInt64());
        Assert.Equal(3_960, json.RootElement.GetProperty("rows").GetInt64());
        Assert.Equal(2, json.RootElement.GetProperty("files").GetInt32());
        string found = Cli.Run("inspect", Coreset, "--against", _folder["day*.csv"]).Succeeded().Output;
        Assert.Contains("all moments match: yes", found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_smaller_coreset_can_be_had()
    {
        Cli.Run("update", State, Day(0), "--size", "100", "--order", "2").Succeeded();
        using JsonDocument json = JsonDocument.Parse(
            Cli.Run("update", State, "--size", "40", "--json", "-o", Coreset).Succeeded().Output);
        Assert.Equal(40, json.RootElement.GetProperty("kept").GetInt32());
        Assert.Contains("at most as many", Cli.Fails(1, "update", State, "--size", "101", "-o", Coreset), StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_count_twice_is_refused()
    {
        string first = Day(0), copy = _folder["copy.csv"];
        Cli.Run("update", State, first, "--size", "50", "--order", "2").Succeeded();
        byte[] before = File.ReadAllBytes(State);
        Assert.Contains("has the rows of all files given already", Cli.Fails(1, "update", State, first), StringComparison.Ordinal);
        File.Copy(first, copy);
        Assert.Contains("has the same content as 'day0.csv', which", Cli.Fails(1, "update", State, copy), StringComparison.Ordinal);
        Assert.Contains("is given twice", Cli.Fails(1, "update", State, Day(1), Day(1)), StringComparison.Ordinal);
        File.AppendAllText(first, "2026-01-01,1,2,3,x,1\n");
        Assert.Contains("changed since its rows were added", Cli.Fails(1, "update", State, first), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(State));
    }

    [Theory]
    [InlineData("--order is 3, but", "--order", "3")]
    [InlineData("--columns is a,b, but", "--columns", "a,b")]
    [InlineData("was made with none", "--target", "c")]
    [InlineData("--effort is fast, but", "--effort", "fast")]
    public void Other_options_than_those_of_the_state_are_refused(string reason, params string[] options)
    {
        Cli.Run("update", State, Day(0), "--size", "50", "--order", "2").Succeeded();
        string line = Cli.Fails(1, ["update", State, Day(1), .. options]);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.Contains("name another file to begin a new state", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_do_not_fit_leave_the_state_as_it_is()
    {
        Cli.Run("update", State, Day(0), "--size", "50", "--order", "2").Succeeded();
        byte[] before = File.ReadAllBytes(State);
        string gap = Day(1, withGaps: true), text = _folder["text.csv"];
        Assert.Contains("row 99", Cli.Fails(1, "update", State, gap), StringComparison.Ordinal);
        File.WriteAllText(text, "date,a,b,c,name,n\n2026-01-01,1,1,1,3,1\n2026-01-01,1,x,1,3,1\n");
        Assert.Contains("column 'b' is VARCHAR, but DOUBLE in", Cli.Fails(1, "update", State, text), StringComparison.Ordinal);
        File.WriteAllText(text, "date,a,b,c\n2026-01-01,1,1,1\n");
        Assert.Contains("have different columns", Cli.Fails(1, "update", State, text), StringComparison.Ordinal);
        Assert.Contains("no file", Cli.Fails(1, "update", State, _folder["missing.csv"]), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(State));
        Assert.Equal(["day0.csv", "day1.csv", "state.parquet", "text.csv"], _folder.Names);
    }

    [Fact]
    public void A_state_that_changed_is_refused_in_one_line()
    {
        Cli.Run("update", State, Day(0), "--size", "50", "--order", "2").Succeeded();
        byte[] whole = File.ReadAllBytes(State);
        int start = whole.AsSpan().IndexOf("PLSTRM"u8);
        var random = new Random(1);
        string other = _folder["other.parquet"], next = Day(1);
        for (int i = 0; i < 12; i++)
        {
            byte[] changed = [.. whole];
            changed[random.Next(start, start + 40_000)] ^= 1;
            File.WriteAllBytes(other, changed);
            Assert.Contains("cut off or changed", Cli.Fails(1, "update", other, next), StringComparison.Ordinal);
            File.WriteAllBytes(other, whole[..random.Next(whole.Length)]);
            Cli.Fails(1, "update", other, next);
        }
        File.WriteAllBytes(other, Replaced(whole, "\"version\":1", "\"version\":9"));
        Assert.Contains("is a state of version 9", Cli.Fails(1, "update", other, next), StringComparison.Ordinal);
        Cli.Run("compress", next, "--size", "30", "-o", Coreset).Succeeded();
        Assert.Contains("is no state of an update", Cli.Fails(1, "update", Coreset, next), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("give the --size of its coresets", 1)]
    [InlineData("--window needs --by", 2, "--size", "9", "--window", "3d")]
    [InlineData("--by needs a --window", 2, "--size", "9", "--by", "date")]
    [InlineData("give a length above 0, such as 90d", 2, "--size", "9", "--by", "date", "--window", "soon")]
    [InlineData("give a length of time, such as 3d", 1, "--size", "9", "--by", "date", "--window", "3")]
    [InlineData("give a number without a unit, such as 3", 1, "--size", "9", "--by", "a", "--window", "3d")]
    [InlineData("name a column of dates, times or numbers", 1, "--size", "9", "--by", "name", "--window", "3d")]
    [InlineData("a window begins with more rows than it keeps", 1, "--size", "5000", "--by", "date", "--window", "3d")]
    [InlineData("raise --size to 4", 1, "--size", "2")]
    [InlineData("--loss classes cannot be used with update", 1, "--size", "9", "--target", "name", "--loss", "classes")]
    [InlineData("is the state as well", 1, "--size", "9", "-o", "state.parquet")]
    public void A_beginning_that_cannot_be_is_refused(string reason, int exitCode, params string[] options)
    {
        string[] line = [.. options.Select(option => option == "state.parquet" ? State : option)];
        Assert.Contains(reason, Cli.Fails(exitCode, ["update", State, Day(0), "--exclude", "n", .. line]), StringComparison.Ordinal);
        Assert.False(File.Exists(State));
    }

    private static byte[] Replaced(byte[] bytes, string text, string by)
    {
        byte[] changed = [.. bytes];
        Encoding.UTF8.GetBytes(by).CopyTo(changed, changed.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(text)));
        return changed;
    }

    // Days drift.
    private string Day(int day, bool withGaps = false)
    {
        string path = _folder[string.Create(CultureInfo.InvariantCulture, $"day{day}.csv")];
        if (File.Exists(path))
            return path;
        var random = new Random(day);
        var text = new StringBuilder("date,a,b,c,name,n\n");
        for (int row = 0; row < RowsADay; row++)
        {
            string gap = withGaps && row % 100 == 99 ? "" : (random.NextDouble() + day).ToString("R", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"2026-01-{day + 1:00},{random.NextDouble()},{gap},{random.NextDouble() * day},");
            text.Append(CultureInfo.InvariantCulture, $"row {row},{row % 3 + 1}\n");
        }
        File.WriteAllText(path, text.ToString());
        return path;
    }
}

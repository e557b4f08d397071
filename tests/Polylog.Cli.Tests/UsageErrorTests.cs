namespace Polylog.Cli.Tests;

/// <summary>Command lines that are not understood: exit code 2 and one line that says what to do.</summary>
public class UsageErrorTests
{
    [Theory]
    [InlineData("comprss x", "no command 'comprss'; did you mean 'compress'?", "")]
    [InlineData("--frobnicate", "no option '--frobnicate'", "")]
    [InlineData("compress", "no input; give a file, or a query with --sql", "compress")]
    [InlineData("compress a.csv", "no output; give a file for the kept rows, such as -o coreset.parquet", "compress")]
    [InlineData("compress a.csv -o b.csv --ordr 3", "no option '--ordr'; did you mean '--order'?", "compress")]
    [InlineData("compress a.csv -o --json", "-o needs a value", "compress")]
    [InlineData("compress a.csv -o b.csv --columns --columns a,b", "--columns needs a value", "compress")]
    [InlineData("inspect a.csv --against --order 3", "--against needs a value", "inspect")]
    [InlineData("compress a.csv -o b.csv --order x", "--order is 'x'; give a whole number, 1 or more, or auto", "compress")]
    [InlineData("compress a.csv -o b.csv --order", "--order needs a value", "compress")]
    [InlineData("compress a.csv -o b.csv --order 3 --order 4", "option '--order' expects a single argument but 2 were provided",
        "compress")]
    [InlineData("compress a.csv -o b.csv --size 1.5", "--size is '1.5'; give a whole number, 1 or more", "compress")]
    [InlineData("compress a.csv -o b.csv --size 9 --fraction 0.1",
        "--size and --fraction cannot be combined; give a number of rows or a share of them", "compress")]
    [InlineData("compress a.csv -o b.csv --size 9 --tolerance 0.1",
        "--size and --tolerance cannot be combined; give a number of rows or an error", "compress")]
    [InlineData("compress a.csv -o b.csv --tolerance 0.1 --fraction 0.1",
        "--fraction and --tolerance cannot be combined; give a number of rows or an error", "compress")]
    [InlineData("compress a.csv -o b.csv --tolerance small", "--tolerance is 'small'; give a number above 0 and below 1, such as 1e-6",
        "compress")]
    [InlineData("compress a.csv -o b.csv --for trees", "--for is 'trees'; choose any, smooth or kinked", "compress")]
    [InlineData("inspect a.csv --against c.csv --order auto", "--order is 'auto'; give a whole number, 0 or more", "inspect")]
    [InlineData("compress a.csv -o b.csv --columns a --exclude b",
        "--columns and --exclude cannot be combined; name the columns to use or the columns to leave out", "compress")]
    [InlineData("compress a.csv -o b.csv --sql x",
        "both an input file ('a.csv') and --sql were given; read the files in the query, or leave one out", "compress")]
    [InlineData("compress a.csv -o b.csv --scale foo", "--scale is 'foo'; choose std, range or none", "compress")]
    [InlineData("compress a.csv -o b.csv --effort foo", "--effort is 'foo'; choose fast, balanced or thorough", "compress")]
    [InlineData("compress a.csv -o b.csv --weight-name ''", "--weight-name is empty; give it a value or leave it out", "compress")]
    [InlineData("inspect", "no coreset; give the file that compress wrote, before --against", "inspect")]
    [InlineData("inspect a.csv", "no table to compare with; give the input of compress with --against, such as --against data.parquet",
        "inspect")]
    [InlineData("inspect a.csv b.csv --against c.csv", "'b.csv' is one argument too many; one coreset is inspected at a time", "inspect")]
    [InlineData("inspect a.csv --against c.csv --against-sql x",
        "--against and --against-sql cannot be combined; give the one that the coreset was made from", "inspect")]
    [InlineData("inspect a.csv --against c.csv --tollerance 1", "no option '--tollerance'; did you mean '--tolerance'?", "inspect")]
    [InlineData("evaluate t.csv --target y --json", "evaluate is a command of polylog-lab; in a copy of the repository run "
        + "'packaging/build-packages' and 'dotnet tool install -g Polylog.Lab --add-source artifacts/packages', and type "
        + "'polylog-lab evaluate' instead", "evaluate")]
    [InlineData("reproduce", "reproduce is a command of polylog-lab; in a copy of the repository run 'packaging/build-packages' and "
        + "'dotnet tool install -g Polylog.Lab --add-source artifacts/packages', and type 'polylog-lab reproduce' instead", "reproduce")]
    [InlineData("demo x", "'x' is one argument too many", "demo")]
    [InlineData("demo --rows 60 --size 70", "--size is 70, but --rows is only 60; keep at most that many", "demo")]
    [InlineData("demo --rows 600 --size 7", "--size is 7, but order 5 in 3 columns has 56 moments and needs as many rows; keep at least 56",
        "demo")]
    [InlineData("demo --rows 40", "--rows is 40, but order 5 in 3 columns has 56 moments and needs as many rows; make at least 56", "demo")]
    public void Says(string line, string message, string command)
    {
        string[] arguments = [.. line.Split(' ').Select(word => word == "''" ? "" : word)];
        string help = command.Length == 0 ? "polylog --help" : $"polylog {command} --help";
        Assert.Equal($"polylog: {message} (see {help})", Cli.Fails(2, arguments));
    }

    /// <summary>Values that are numbers but not allowed: exit code 1.</summary>
    [Theory]
    [InlineData("compress a.csv -o b.csv --order 0", "--order is '0'; give a whole number, 1 or more, or auto")]
    [InlineData("compress a.csv -o b.csv --size 99999999999", "--size is '99999999999'; give at most 2147483647")]
    [InlineData("compress a.csv -o b.csv --size -5", "--size is '-5'; give a whole number, 1 or more")]
    [InlineData("compress a.csv -o b.csv --threads 0", "--threads is '0'; give a whole number, 1 or more")]
    [InlineData("compress a.csv -o b.csv --fraction 0", "--fraction is '0'; give a number above 0 and up to 1, such as 0.1")]
    [InlineData("compress a.csv -o b.csv --fraction 1.01", "--fraction is '1.01'; give a number above 0 and up to 1, such as 0.1")]
    [InlineData("compress a.csv -o b.csv --fraction NaN", "--fraction is 'NaN'; give a number above 0 and up to 1, such as 0.1")]
    [InlineData("compress a.csv -o b.csv --tolerance 0", "--tolerance is '0'; give a number above 0 and below 1, such as 1e-6")]
    [InlineData("compress a.csv -o b.csv --tolerance -1e-6", "--tolerance is '-1e-6'; give a number above 0 and below 1, such as 1e-6")]
    [InlineData("compress a.csv -o b.csv --tolerance 1", "--tolerance is '1'; give a number above 0 and below 1, such as 1e-6")]
    [InlineData("compress a.csv -o b.csv --tolerance NaN", "--tolerance is 'NaN'; give a number above 0 and below 1, such as 1e-6")]
    [InlineData("compress a.csv -o b.csv --tolerance Infinity",
        "--tolerance is 'Infinity'; give a number above 0 and below 1, such as 1e-6")]
    [InlineData("inspect a.csv --against c.csv --tolerance -1", "--tolerance is '-1'; give a number, 0 or more, such as 1e-9")]
    public void Refuses_values_out_of_range(string line, string message) =>
        Assert.Equal($"polylog: {message}", Cli.Fails(1, line.Split(' ')));
}

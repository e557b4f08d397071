namespace Polylog.Cli.Tests;

/// <summary>Impossible targets, totals and groups: exit code 1, one line, no file.</summary>
public sealed class LearningErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LearningErrorTests()
    {
        _folder.Text("e.csv", """
            x,z,y,c,k,g,w,h
            1,2,-3,5,a,1,1,0.5
            2,1,4,5,a,1,1,1
            3,5,2,5,b,2,0,2
            4,4,0.5,5,b,2,0,1
            5,9,0.25,5,c,3,2,1
            6,1,7,5,a,1,1,1
            7,3,7,5,a,3,1,1
            8,8,1,5,b,1,1,1

            """);
        _folder.Text("gaps.csv", "x,y,k\n1,1,a\n2,,b\n3,2,\n4,3,a\n");
        _folder.Text("out.csv", "older");
    }

    [Theory]
    [InlineData("--target yy --loss squared", "no column 'yy' in e.csv; did you mean 'y'?")]
    [InlineData("--target c --loss squared",
        "e.csv: target 'c' is 5 in every row; a constant cannot be predicted, choose another --target")]
    [InlineData("--target c", "e.csv: target 'c' is 5 in every row; a constant cannot be predicted, choose another --target")]
    [InlineData("--target c --loss classes --columns x",
        "e.csv: target 'c' is 5 in every row; a constant cannot be predicted, choose another --target")]
    [InlineData("--columns x,y --target y --loss squared",
        "column 'y' is the target (--target), so it cannot be in --columns as well; name it in one of them")]
    [InlineData("--target y --loss squared --weight y",
        "column 'y' is the weight (--weight), so it cannot be in --target as well; name it in one of them")]
    [InlineData("--target y --match y", "column 'y' is the target (--target), so it cannot be in --match as well; name it in one of them")]
    [InlineData("--columns x,k --group-by k",
        "column 'k' is a group column (--group-by), so it cannot be in --columns as well; name it in one of them")]
    [InlineData("--target k --loss classes --one-hot k",
        "column 'k' is the target (--target), so it cannot be in --one-hot as well; name it in one of them")]
    [InlineData("--target y,y", "column 'y' is named twice in --target; name it once")]
    [InlineData("--target , --loss squared", "--target names no column; give at least one")]
    [InlineData("--target g,k --loss classes", "--target names 2 columns, but --loss classes takes one; name the column of classes alone")]
    [InlineData("--target k --loss squared",
        "target 'k' in e.csv is text: 8 of its first 8 values are no numbers, the first is 'a' in row 0 (counting from 0); use --loss "
            + "classes if it contains classes, or convert it to a number with --sql")]
    [InlineData("--match k", "column 'k' in e.csv is text: 8 of its first 8 values are no numbers, the first is 'a' in row 0 "
        + "(counting from 0); the numeric columns are 'x', 'z', 'y', 'c', 'g', 'w', 'h'")]
    [InlineData("--target y --loss poisson",
        "e.csv: target 'y' is -3 in row 0 (counting from 0), which does not fit --loss poisson: it must be 0 or more, a count or a rate; "
            + "choose another --loss, or leave such rows out with --sql")]
    [InlineData("--target y --loss logistic",
        "e.csv: target 'y' is -3 in row 0 (counting from 0), which does not fit --loss logistic (nor do 4 further values): it must lie "
            + "in 0..1; choose another --loss, or leave such rows out with --sql")]
    [InlineData("--target k --loss classes --columns x",
        "e.csv: class k=c has one row only, row 4 (counting from 0); leave it out with --sql, or merge it with another class")]
    [InlineData("--target x --loss classes --columns z",
        "e.csv: 8 classes of 'x' have one row only, the first is x=1 in row 0 (counting from 0); leave them out with --sql, merge them "
            + "with others, or choose another --loss if the target is a number")]
    [InlineData("--columns x,z --group-by g --weight w",
        "e.csv: all weights of group g=2 are zero; give one of its rows a weight, or leave its rows out with --sql")]
    [InlineData("--columns x,z --group-by k,g --weight w",
        "e.csv: all weights of group k=b, g=2 are zero; give one of its rows a weight, or leave its rows out with --sql")]
    [InlineData("--columns x --target g --loss classes --weight w",
        "e.csv: all weights of class g=2 are zero; give one of its rows a weight, or leave its rows out with --sql")]
    [InlineData("--columns x,z --category h",
        "e.csv: category 'h' is 0.5 in row 0, counting from 0; categories are text or whole numbers: name it in --columns only, or "
            + "round it with --sql")]
    [InlineData("--columns x,z --group-by k --size 5",
        "--size is 5, but even order 1 in 2 columns has 3 moments, and the 3 groups need 7 rows together; raise --size to 7 or more, or "
            + "make fewer groups")]
    [InlineData("--columns x --target g --loss classes --size 5",
        "--size is 5, but even order 1 in 1 column has 2 moments, and the 3 classes need 6 rows together; raise --size to 6 or more")]
    [InlineData("--columns x --target y --loss squared --order 2 --size 6",
        "--size is 6, but order 2 in 1 column has 2 x 3 moments with the target and 1 total, 7 in all, and needs as many rows; raise "
            + "--size to 7 or more, or lower --order (order 1 has 5)")]
    [InlineData("--columns x,z --match y,c --order 1 --size 4",
        "--size is 4, but order 1 in 2 columns has 3 moments and 2 totals, 5 in all, and needs as many rows; raise --size to 5 or more, "
            + "or choose fewer --columns")]
    [InlineData("--target y --loss squared --match g --order 1",
        "order 1 in 4 columns that vary has 2 x 5 moments with the target and 2 totals, 12 in all, more than e.csv has rows (8); choose "
            + "fewer --columns")]
    [InlineData("--columns x --target y,z --loss squared --smooth-target s",
        "--target names 2 columns, but --smooth-target takes one; name one")]
    [InlineData("--columns x --target y --smooth-target C", "e.csv already has a column 'c'; choose another --smooth-target")]
    [InlineData("--columns x --target y --smooth-target weight",
        "--smooth-target and the weight column are both called 'weight'; choose another --smooth-target")]
    [InlineData("--columns x --target y --smooth-target id --row-id ID",
        "--smooth-target and --row-id are both called 'id'; choose another --smooth-target")]
    [InlineData("--target k --loss squared --smooth-target s",
        "target 'k' in e.csv is text: 8 of its first 8 values are no numbers, the first is 'a' in row 0 (counting from 0); use --loss "
            + "classes if it contains classes, or convert it to a number with --sql")]
    public void Says(string options, string message) => Refuses("e.csv", options, message);

    [Theory]
    [InlineData("--columns x,c",
        "small.csv: every value of 'c' is below 1e-290 in magnitude, too small to compute with; scale it up with --sql, or leave it out")]
    [InlineData("--columns x --target t --loss squared",
        "small.csv: every value of 't' is below 1e-150 in magnitude, too small to compute with; scale it up with --sql, or leave it out")]
    [InlineData("--columns x --match c",
        "small.csv: every value of 'c' is below 1e-290 in magnitude, too small to compute with; scale it up with --sql, or leave it out")]
    [InlineData("--columns x --target h --loss poisson",
        "small.csv: target 'h' is 1E+155 in row 0 (counting from 0), which does not fit --loss poisson (nor do 5 further values): it "
            + "must be below 1e150, for its loss to be a number; choose another --loss, or leave such rows out with --sql")]
    public void Values_out_of_the_range_of_numbers_are_refused(string options, string message)
    {
        _folder.Text("small.csv",
        "x,t,h,c\n1,1e-170,1e155,1e-311\n2,-3e-311,2e155,0\n"
                + "3,2e-170,2e155,2e-311\n4,1e-175,1e155,3e-311\n5,0,1e155,-1e-311\n6,1e-200,1e155,1e-292\n");
        Refuses("small.csv", options, message);
    }

    [Theory]
    [InlineData("--target y --loss squared",
        "gaps.csv: column 'y' has 1 missing value (first in row 1), rows counted from 0; drop such rows with --drop-missing, or use "
            + "other columns (--columns)")]
    [InlineData("--columns x --target k --loss classes",
        "gaps.csv: column 'k' has 1 missing value (first in row 2), rows counted from 0; drop such rows with --drop-missing, or use "
            + "other columns (--columns)")]
    public void Missing_targets_are_missing_values(string options, string message) => Refuses("gaps.csv", options, message);

    [Theory]
    [InlineData("--loss squared", "--loss needs a --target; name the column to predict (see polylog compress --help)")]
    [InlineData("--target y --loss huber",
        "--loss is 'huber'; choose squared, least-squares, poisson, logistic, classes or any (see polylog compress --help)")]
    [InlineData("--smooth-target s", "--smooth-target needs a --target; name the column to predict (see polylog compress --help)")]
    [InlineData("--target y --loss logistic --smooth-target s",
        "--smooth-target cannot be combined with --loss logistic, which is not for plain numbers; use --loss squared, or leave "
            + "--smooth-target out (see polylog compress --help)")]
    public void Refuses_wrong_command_lines(string options, string message) =>
        Assert.Equal($"polylog: {message}", Cli.Fails(2, ["compress", _folder["e.csv"], "-o", _folder["out.csv"], .. options.Split(' ')]));

    [Fact]
    public void A_text_among_fractions_is_named_itself()
    {
        string input = _folder.Text("m.csv", "x,m\n1,0.5\n2,oops\n3,2\n");
        string[] lines = Cli.Run("compress", input, "--columns", "x,m", "-o", _folder["new.csv"]).Error.Split('\n');
        Assert.StartsWith("note: m.csv: column 'm' is a category, because it is text: 1 of its first 3 values is no number", lines[0],
            StringComparison.Ordinal);
        Assert.Equal(
            "polylog: m.csv: column 'm' has text ('oops' in row 1, counting from 0) and fractions (0.5 in row 0, counting from 0); "
            + "correct the text, or use try_cast(m as double) in a query (--sql)", lines[1]);
    }

    public void Dispose() => _folder.Dispose();

    private void Refuses(string input, string options, string message)
    {
        string[] before = _folder.Names;
        Assert.Equal($"polylog: {message}", Cli.Fails(1, ["compress", _folder[input], "-o", _folder["out.csv"], .. options.Split(' ')]));
        Assert.Equal(before, _folder.Names);
        Assert.Equal("older", File.ReadAllText(_folder["out.csv"]));
    }
}

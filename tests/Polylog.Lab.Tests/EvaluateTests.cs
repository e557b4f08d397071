using System.Text.Json;

namespace Polylog.Lab.Tests;

/// <summary>The output, files and errors of evaluate.</summary>
public sealed class EvaluateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Table => _folder.Sample("t.csv", 300);

    [Fact]
    public void Errors_and_times_of_each_model_are_shown()
    {
        string text = Lab.Run("evaluate", Table, "--target", "b", "--order", "2", "--size", "40", "--draws", "3", "--models",
            "linear,quadratic").Succeeded().Output;
        Assert.StartsWith("rows            225 for training, 75 for testing, in each of 3 splits\ncolumns         2: a, n\n"
            + "target          b, a number\n", text,
            StringComparison.Ordinal);
        Assert.Matches(@"\ncoreset +\d+ rows \(1\d(\.\d+)?%\), order 2 in \d leaves, made for the squared loss in .* s \(first split\)\n",
            text);
        Assert.Matches(@"\n +model +all rows +coreset +the paper +random rows ±sd +gap closed *\n", text);
        Assert.Matches(@"\n +linear .* 100% ±0% *\n", text);
        Assert.Matches(@"\n +seconds +all rows +coreset +the paper +random rows *\n.*\n +linear( +\d+\.\d+){4} *\n", text);
        Assert.Matches(@"\n +quadratic( +\d+\.\d+){4} *\n", text);
        // Tables are indented; lines of text are wrapped by the terminal.
        Assert.All(text.Split('\n').Where(line => line.StartsWith(' ')), line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void The_coreset_is_made_for_the_use_and_the_loss_on_the_command_line()
    {
        string[] asked = ["evaluate", Table, "--target", "b", "--size", "40", "--draws", "2", "--models", "linear", "--loss",
            "least-squares", "--for", "kinked"];
        Assert.Matches(@"\ncoreset +\d+ rows .*, made for the least-squares loss of kinked models in ", Lab.Run(asked).Succeeded().Output);
        using JsonDocument document = JsonDocument.Parse(Lab.Run([.. asked, "--json"]).Succeeded().Output);
        Assert.Equal("kinked", document.RootElement.GetProperty("use").GetString());
    }

    [Fact]
    public void Classes_have_accuracies()
    {
        string text = Lab.Run("evaluate", Table, "--target", "n", "--loss", "classes", "--fraction", "0.3", "--draws", "2", "--models",
            "logistic").Succeeded().Output;
        Assert.Contains("\ntarget          n, 5 classes\n", text, StringComparison.Ordinal);
        Assert.Matches(@"\ntest error      mean log loss, mean over the splits; the best constant has 1\.6\d*\n", text);
        Assert.Matches(@"\n +logistic +\d+\.\d% +\d+\.\d% ", text);
    }

    [Fact]
    public void Json_has_every_fit()
    {
        string text = Lab.Run("evaluate", Table, "--target", "b", "--size", "40", "--draws", "4", "--models", "linear",
            "--json").Succeeded().Output;
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement model = Assert.Single(document.RootElement.GetProperty("models").EnumerateArray());
        Assert.Equal("linear", model.GetProperty("model").GetString());
        Assert.Equal(3 * 4, model.GetProperty("random").GetProperty("fits").GetArrayLength());
        Assert.Equal(225, model.GetProperty("all").GetProperty("fits")[0].GetProperty("rows").GetInt32());
        Assert.Equal([1, 2, 3], document.RootElement.GetProperty("splits").EnumerateArray()
            .Select(split => split.GetProperty("seed").GetInt32()));
        Assert.InRange(model.GetProperty("coreset").GetProperty("error").GetDouble(), 0, 10);
    }

    /// <summary>The folder is checked before the table is opened.</summary>
    [Fact]
    public void An_impossible_folder_is_refused_before_training()
    {
        string file = _folder.Text("file", "");
        Assert.Equal($"polylog-lab: '{file}' is a file; give a folder with --output",
            Lab.Fails(1, "evaluate", "none.csv", "--target", "b", "-o", file));
        Assert.Equal($"polylog-lab: '{file}' is a file; give a folder with --output",
            Lab.Fails(1, "evaluate", "none.csv", "--target", "b", "-o", Path.Combine(file, "out")));
        Directory.CreateDirectory(Path.Combine(_folder.FullPath, "taken", "evaluation.csv"));
        Assert.Contains("evaluation.csv' is a folder", Lab.Fails(1, "evaluate", "none.csv", "--target", "b", "-o", _folder["taken"]),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_gets_a_row_per_fit_and_the_picture()
    {
        string output = Path.Combine(_folder.FullPath, "out");
        Lab.Run("evaluate", Table, "--target", "b", "--size", "40", "--draws", "2", "--models", "linear,ridge", "-o", output).Succeeded();
        string[] lines = File.ReadAllLines(Path.Combine(output, "evaluation.csv"));
        Assert.Equal("seed,model,rows,draw,count,error,accuracy,seconds,failed", lines[0]);
        Assert.Equal(1 + 3 * 2 * (3 + 2), lines.Length);
        Assert.Equal(["evaluation.csv", "evaluation.png", "evaluation.svg"],
            Directory.GetFiles(output).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("--target bb", "no column 'bb' in t.csv; did you mean 'b'?")]
    [InlineData("--target price", "no column 'price' in t.csv; it has 'a', 'b', 'kind', 'n'")]
    [InlineData("--target b --columns a,b",
        "column 'b' is the target (--target), so it cannot be in --columns as well; name it in one of them")]
    [InlineData("--target b --size 225", "--size is 225, but there are only 225 training rows besides the test set; lower --size")]
    [InlineData("--target b --test-fraction 0.999",
        "--test-fraction is 0.999, which leaves 1 training row, and even order 1 in 2 columns needs 7 rows; lower --test-fraction, use "
            + "more rows, or choose fewer --columns")]
    [InlineData("--target b --fraction 0.01",
        "--fraction is 0.01 (2 rows), but even order 1 in 2 columns needs 7 rows; raise --fraction to keep 7 or more, or choose "
            + "fewer --columns")]
    [InlineData("--target kind",
        "target 'kind' in t.csv is text: 300 of its first 300 values are no numbers, the first is 'odd one' in row 0 (counting from 0); "
            + "use --loss classes if it contains classes, or convert it to a number with --sql")]
    [InlineData("--target b --size 3",
        "--size is 3, but even order 1 in 2 columns needs 7 rows; raise --size to keep 7 or more, or choose fewer --columns")]
    [InlineData("--target b --loss logistic",
        "it must lie in 0..1; choose another --loss, or leave such rows out with --sql")]
    [InlineData("--target b --loss classes",
        "leave them out with --sql, merge them with others, or choose another --loss if the target is a number")]
    [InlineData("--target b --test-fraction 1", "--test-fraction is '1'; give a number above 0 and below 1, such as 0.25")]
    [InlineData("--target b --splits 0", "--splits is '0'; give a whole number, 1 or more")]
    [InlineData("--target b --weight ww", "no column 'ww' in t.csv; it has 'a', 'b', 'kind', 'n'")]
    [InlineData("--target b --weight b",
        "column 'b' is the weight (--weight), so it cannot be in --target as well; name it in one of them")]
    [InlineData("--target b --group-by n --category n",
        "column 'n' is a group column (--group-by), so it cannot be in --category as well; name it in one of them")]
    [InlineData("--target b --category a", "categories are text or whole numbers: name it in --columns only, or round it with --sql")]
    [InlineData("--target b --group-by kind --size 10",
        "--size is 10, but even order 1 in 2 columns and 2 groups needs 14 rows; raise --size to keep 14 or more, or choose fewer "
            + "--columns or groups")]
    [InlineData("--target b,n", "--target names 2 columns, but evaluate predicts one; name one")]
    [InlineData("--target b --draws 0", "--draws is '0'; give a whole number, 1 or more")]
    [InlineData("--target b --models logistic",
        "none of the models predicts a number; choose others with --models, or another loss with --loss")]
    public void Refuses_wrong_values_and_writes_no_file(string line, string message)
    {
        string input = Table;
        string output = Path.Combine(_folder.FullPath, "out");
        string error = Lab.Fails(1, ["evaluate", input, .. line.Split(' '), "-o", output]);
        Assert.EndsWith(message, error, StringComparison.Ordinal);
        Assert.False(Path.Exists(output));
    }

    [Fact]
    public void Classes_may_be_text() => Assert.Contains(
        "\ntarget          kind, 2 classes\n",
        Lab.Run("evaluate", Table, "--target", "kind", "--loss", "classes", "--draws", "1", "--models", "logistic").Succeeded().Output,
            StringComparison.Ordinal);

    [Fact]
    public void Without_other_columns_there_is_nothing_to_predict_from() => Assert.StartsWith(
        "polylog-lab: t.csv has no numeric column ", Lab.Fails(1, "evaluate", Table, "--target", "b", "--exclude", "a,n"),
            StringComparison.Ordinal);

    [Fact]
    public void A_constant_target_is_refused()
    {
        string input = _folder.Text("c.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},3\n")));
        Assert.Equal("polylog-lab: c.csv: target 'y' is 3 in every row; a constant cannot be predicted, choose another --target",
            Lab.Fails(1, "evaluate", input, "--target", "y"));
    }

    [Fact]
    public void A_class_of_one_row_is_refused()
    {
        string input = _folder.Text("c.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i == 9 ? 5 : i % 2)}\n")));
        Assert.Equal("polylog-lab: c.csv: class y=5 has one row only, row 9 (counting from 0); leave it out with --sql, or merge it with "
            + "another class",
            Lab.Fails(1, "evaluate", input, "--target", "y", "--loss", "classes"));
    }

    [Theory]
    [InlineData("t.csv", "no target; give the column to predict with --target")]
    [InlineData("--target b", "no input; give a file, or a query with --sql")]
    [InlineData("t.csv --target b --size 5 --fraction 0.5",
        "--size and --fraction cannot be combined; give a number of rows or a share of them")]
    [InlineData("t.csv --target b --models linear,tree",
        "--models names 'tree'; choose from linear, ridge, quadratic, logistic, network, lightgbm, fasttree")]
    [InlineData("t.csv --target b --loss hinge", "--loss is 'hinge'; choose squared, least-squares, logistic or classes")]
    public void Refuses_wrong_command_lines(string line, string message) =>
        Assert.Equal($"polylog-lab: {message} (see polylog-lab evaluate --help)", Lab.Fails(2, ["evaluate", .. line.Split(' ')]));

    public void Dispose() => _folder.Dispose();
}

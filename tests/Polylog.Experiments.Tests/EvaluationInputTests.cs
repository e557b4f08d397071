namespace Polylog.Experiments.Tests;

/// <summary>Weights, groups and categories of an evaluation.</summary>
public class EvaluationInputTests
{
    private static readonly EvaluationSettings s_small = new() { Size = 120, Splits = 2, Draws = 2, Models = [Named("linear")] };

    private static IEvaluationModel Named(string name) => EvaluationModels.All.Single(model => model.Name == name);

    private static EvaluationResult Run(EvaluationInput input, EvaluationSettings settings) =>
        new Evaluation(input, settings).Run(cancellation: TestContext.Current.CancellationToken);

    private static EvaluationSplit Split(EvaluationInput input) =>
        new UsedRows(input, [.. Enumerable.Range(0, input.Targets.Length)], s_small.Loss).Split(s_small, 1);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void The_test_error_of_weighted_rows_is_that_of_repeated_rows(int classes)
    {
        LearningRows rows = EvaluationRows.Learning(200, classes);
        int[] all = [.. Enumerable.Range(0, 200)], repeated = [.. all.SelectMany(row => Enumerable.Repeat(row, row % 4))];
        LearningRows weighted = rows.Subset(all, [.. all.Select(row => row % 4.0)]), longer = rows.Subset(repeated);
        IPredictor model = Named(classes == 0 ? "linear" : "logistic").Fit(rows, 1, TestContext.Current.CancellationToken);
        TestScore expected = TestScore.Compute(model.Predict(longer), longer), own = TestScore.Compute(model.Predict(weighted), weighted);
        Assert.Equal(expected.Error, own.Error, 1e-10);
        Assert.Equal(expected.Accuracy ?? 0, own.Accuracy ?? 0, 1e-12);
        double constant = TestScore.Compute(ConstantPrediction.Predict(longer, longer), longer).Error;
        Assert.Equal(constant, TestScore.Compute(ConstantPrediction.Predict(weighted, weighted), weighted).Error, 1e-10);
    }

    [Fact]
    public void The_best_constant_is_better_than_its_neighbours()
    {
        LearningRows rows = EvaluationRows.Learning(100);
        LearningRows weighted = rows.Subset([.. Enumerable.Range(0, 100)], [.. Enumerable.Range(0, 100).Select(row => 1.0 + row % 5)]);
        double[] best = ConstantPrediction.Predict(weighted, weighted);
        double Error(double shift) => TestScore.Compute([.. best.Select(value => value + shift)], weighted).Error;
        Assert.True(Error(0) < Math.Min(Error(0.1), Error(-0.1)));
    }

    [Fact]
    public void Rows_of_weight_0_change_nothing()
    {
        (double[] features, double[] targets) = EvaluationRows.Quadratic(300);
        int[] kept = [.. Enumerable.Range(0, 300).Where(row => row % 3 > 0)];
        double[] weights = [.. Enumerable.Range(0, 300).Select(row => (double)(row % 3))];
        double[] absurd = [.. targets.Select((target, row) => row % 3 == 0 ? 1e9 : target)];
        EvaluationResult all = Run(new EvaluationInput(features, 3, absurd, "y") { Weights = weights }, s_small);
        EvaluationResult few = Run(
            new EvaluationInput(
                [.. kept.SelectMany(row => features.AsSpan(3 * row, 3).ToArray())], 3, [.. kept.Select(row => targets[row])], "y")
            {
                Weights = [.. kept.Select(row => weights[row])],
            },
            s_small);
        Assert.Equal(few.Fits.Select(fit => fit.Error), all.Fits.Select(fit => fit.Error));
        Assert.Equal(200, all.TrainingRows + all.TestRows);
    }

    [Fact]
    public void Every_choice_of_rows_has_the_weight_of_all_training_rows()
    {
        (double[] features, double[] targets) = EvaluationRows.Quadratic(400);
        double[] weights = [.. Enumerable.Range(0, 400).Select(row => Math.Pow(1.5, row % 9))];
        EvaluationSplit split = Split(new EvaluationInput(features, 3, targets, "y") { Weights = weights });
        SplitResult made = split.Compress(60, TestContext.Current.CancellationToken);
        double total = split.Training.Weights.Sum();
        Assert.All(split.Choices(made), choice => Assert.InRange(choice.Rows.Weights.Sum(), 0.8 * total, 1.25 * total));
        Assert.Equal(total, split.Choices(made)[1].Rows.Weights.Sum(), 1e-9 * total);
        Assert.All(split.Choices(made).Where(choice => choice.Choice == RowChoice.Random),
            choice => Assert.Equal(made.Coreset.Count, choice.Rows.Count));
        // Heavy rows are drawn more often.
        LearningRows drawn = split.Choices(made)[^1].Rows;
        Assert.True(drawn.Weights.Distinct().Count() < 9);
    }

    [Fact]
    public void The_coreset_keeps_the_weight_and_the_means_of_every_group()
    {
        (double[] features, double[] targets) = EvaluationRows.Quadratic(600);
        int[] groups = [.. Enumerable.Range(0, 600).Select(row => row % 7 < 3 ? 0 : row % 7 < 5 ? 1 : 2)];
        EvaluationSplit split = Split(new EvaluationInput(features, 3, targets, "y") { Groups = groups });
        Coreset coreset = split.Compress(150, TestContext.Current.CancellationToken).Coreset;
        ReadOnlyMemory<int> own = split.Points.Groups;
        for (int group = 0; group < 3; group++)
        {
            for (int column = -1; column < 3; column++)
            {
                double Value(int row) => column < 0 ? 1 : split.Training.Row(row)[column];
                double expected = Enumerable.Range(0, split.Training.Count).Where(row => own.Span[row] == group).Sum(Value);
                double sum = Enumerable.Range(0, coreset.Count).Where(i => own.Span[coreset.Indices.Span[i]] == group)
                    .Sum(i => coreset.Weights.Span[i] * Value(coreset.Indices.Span[i]));
                Assert.Equal(expected, sum, 1e-9 * Math.Abs(expected));
            }
        }
    }

    /// <summary>The target is a line whose height goes by the category, which a linear model can only learn from the category.</summary>
    [Theory]
    [InlineData("linear")]
    [InlineData("ridge")]
    public void Categories_are_features_of_the_models(string name)
    {
        (double[] features, double[] _) = EvaluationRows.Quadratic(400);
        int[] codes = [.. Enumerable.Range(0, 400).Select(row => row % 4)];
        double[] targets = [.. codes.Select((code, row) => features[3 * row] + 100 * Math.Sin(code))];
        EvaluationSettings settings = s_small with { Models = [Named(name)] };
        EvaluationInput With(params Category[] categories) =>
            new(features, 3, targets, "y") { Groups = codes, Categories = categories };
        EvaluationResult known = Run(With(new Category("c", codes)), settings), unknown = Run(With(), settings);
        Assert.Equal((3 + 3, 3), (known.Features, unknown.Features));
        Assert.InRange(known.Models[0].All.Error!.Value, 0, 1);
        Assert.InRange(known.Models[0].Coreset.Error!.Value, 0, 1);
        Assert.InRange(unknown.Models[0].All.Error!.Value, 10, 100);
    }

    /// <summary>In one split the row is a test row, and no training row has its category; in another it is the other way round.</summary>
    [Fact]
    public void A_category_of_one_row_does_no_harm()
    {
        (double[] features, double[] targets) = EvaluationRows.Quadratic(200);
        int[] codes = [.. Enumerable.Range(0, 200).Select(row => row == 17 ? 2 : row % 2)];
        var input = new EvaluationInput(features, 3, targets, "y") { Groups = codes, Categories = [new Category("c", codes)] };
        EvaluationResult result = Run(input, s_small with { Splits = 8, Size = 60, Models = [Named("linear"), Named("quadratic")] });
        Assert.DoesNotContain(result.Fits, fit => fit.IsFailed);
        Assert.Equal(3 + 2, result.Features);
    }

    [Fact]
    public void A_category_of_too_many_values_is_refused()
    {
        (double[] features, double[] targets) = EvaluationRows.Quadratic(400);
        var input = new EvaluationInput(features, 3, targets, "y")
        {
            Categories = [new Category("id", [.. Enumerable.Range(0, 400)])],
        };
        Assert.Equal("the category 'id' has 400 different values; at most 200 are possible, a column of the models for each, "
            + "merge rare ones with LearningRows.Subset",
            Assert.Throws<ExperimentException>(() => new Evaluation(input, s_small)).Message);
    }

    [Fact]
    public void Groups_that_need_more_rows_than_may_be_kept_are_refused()
    {
        (double[] features, double[] targets) = EvaluationRows.Quadratic(400);
        var input = new EvaluationInput(features, 3, targets, "y") { Groups = [.. Enumerable.Range(0, 400).Select(row => row % 10)] };
        Assert.Equal("EvaluationSettings.Size is 50, but even order 1 in 3 columns and 10 groups needs 90 rows; raise "
            + "EvaluationSettings.Size to keep 90 or more, or choose fewer LearningRows.Features or groups",
            Assert.Throws<ExperimentException>(() => new Evaluation(input, s_small with { Size = 50 })).Message);
    }

    [Fact]
    public void Quadratic_regression_of_very_many_columns_is_left_out()
    {
        (double[] features, double[] targets) = EvaluationRows.Quadratic(400);
        int[] codes = [.. Enumerable.Range(0, 400).Select(row => row % 100)];
        var rows = new EvaluationInput(features, 3, targets, "y") { Categories = [new Category("c", codes)] };
        EvaluationResult result = Run(rows, s_small with { Models = [Named("linear"), Named("quadratic")] });
        Assert.Equal([("quadratic", "102 columns need 5356 coefficients, more than 2000; use fewer columns")], result.LeftOut);
    }
}

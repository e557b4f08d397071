namespace Polylog.Experiments.Tests;

/// <summary>What every model of an evaluation has to get right.</summary>
public class EvaluationModelTests
{
    private static IEvaluationModel Model(string name) => EvaluationModels.All.Single(model => model.Name == name);

    public static TheoryData<string, int, int, double> RareColumns =>
    [
        .. from model in EvaluationModels.All
           from classes in (int[])[0, 2, 3]
           where model.Predicts(classes)
           from rare in ((int, double)[])[(0, 1), (1, 1), (1, 1e-9), (2, 1)]
           select (model.Name, classes, rare.Item1, rare.Item2),
    ];

    private static IPredictor Fit(string name, LearningRows rows)
    {
        try
        {
            return Model(name).Fit(rows, 1, TestContext.Current.CancellationToken);
        }
        catch (ModelUnavailableException exception) when (name == "lightgbm")
        {
            Assert.Skip($"lightgbm: {exception.Message}");
            throw;
        }
    }

    [Fact]
    public void A_quadratic_is_learned_by_quadratic_regression()
    {
        LearningRows rows = EvaluationRows.Learning(400);
        (double[] features, double[] truth) = EvaluationRows.Quadratic(400, noise: 0);
        var exact = new LearningRows(features, 3, truth, rows.Weights, 0);
        double[] predicted = Fit("quadratic", exact).Predict(exact);
        Assert.All(predicted.Zip(truth), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
        Assert.True(Error("linear", exact) > 1);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("ridge")]
    [InlineData("quadratic")]
    public void A_weight_counts_like_so_many_equal_rows(string name)
    {
        LearningRows rows = EvaluationRows.Learning(200);
        int[] twice = [.. Enumerable.Range(0, 200), .. Enumerable.Range(0, 100)];
        double[] weights = [.. Enumerable.Range(0, 200).Select(i => i < 100 ? 2.0 : 1.0)];
        double[] repeated = Fit(name, rows.Subset(twice)).Predict(rows);
        double[] weighted = Fit(name, rows.Subset([.. Enumerable.Range(0, 200)], weights)).Predict(rows);
        Assert.All(repeated.Zip(weighted), pair => Assert.Equal(pair.First, pair.Second, 1e-8));
    }

    [Theory]
    [InlineData("lightgbm")]
    [InlineData("fasttree")]
    public void Trees_go_by_how_weights_differ_and_not_by_their_unit(string name)
    {
        LearningRows rows = EvaluationRows.Learning(300, classes: 2);
        int[] all = [.. Enumerable.Range(0, 300)];
        double[] Predicted(double unit) => Fit(name, rows.Subset(all, [.. all.Select(i => unit * (1 + i % 3))])).Predict(rows);
        Assert.Equal(Predicted(1), Predicted(64));
    }

    [Fact]
    public void Logistic_regression_takes_weights_for_equal_rows_too()
    {
        LearningRows rows = EvaluationRows.Learning(200, classes: 3);
        int[] twice = [.. Enumerable.Range(0, 200), .. Enumerable.Range(0, 100)];
        double[] weights = [.. Enumerable.Range(0, 200).Select(i => i < 100 ? 2.0 : 1.0)];
        double[] repeated = Fit("logistic", rows.Subset(twice)).Predict(rows);
        double[] weighted = Fit("logistic", rows.Subset([.. Enumerable.Range(0, 200)], weights)).Predict(rows);
        Assert.All(repeated.Zip(weighted), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Logistic_regression_is_calibrated_class_by_class()
    {
        // Where the gradient is zero in the constants, the mean probability of a class is its share; the penalty leaves a millionth.
        LearningRows rows = EvaluationRows.Learning(500, classes: 3);
        double[] predicted = Fit("logistic", rows).Predict(rows);
        for (int c = 0; c < 3; c++)
        {
            Assert.Equal(
                rows.Targets.Count(target => target == c) / 500.0, Enumerable.Range(0, 500).Average(i => predicted[3 * i + c]), 1e-5);
        }
    }

    [Fact]
    public void Columns_that_are_combinations_of_others_do_no_harm()
    {
        (double[] features, double[] targets) = EvaluationRows.Quadratic(100);
        IEnumerable<double> Doubled(int i) => [features[3 * i], features[3 * i + 1], features[3 * i + 2], features[3 * i], 7];
        double[] doubled = [.. Enumerable.Range(0, 100).SelectMany(Doubled)];
        double[] ones = [.. Enumerable.Repeat(1.0, 100)];
        var rows = new LearningRows(doubled, 5, targets, ones, 0);
        double[] expected = Fit(
            "linear", new LearningRows(features, 3, targets, ones, 0)).Predict(new LearningRows(features, 3, targets, ones, 0));
        Assert.All(Fit("linear", rows).Predict(rows).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-8));
    }

    [Theory]
    [InlineData("network")]
    [InlineData("lightgbm")]
    [InlineData("fasttree")]
    public void Flexible_models_learn_what_lines_do_not(string name)
    {
        LearningRows rows = EvaluationRows.Learning(600);
        double own = Score(Fit(name, rows), rows), line = Score(Fit("linear", rows), rows);
        Assert.InRange(own, 0, 0.5 * line);
    }

    [Theory]
    [InlineData("logistic", 2)]
    [InlineData("logistic", 3)]
    [InlineData("network", 3)]
    [InlineData("lightgbm", 2)]
    [InlineData("lightgbm", 3)]
    [InlineData("fasttree", 2)]
    [InlineData("fasttree", 3)]
    public void Probabilities_add_up_to_one_and_tell_classes_apart(string name, int classes)
    {
        LearningRows rows = EvaluationRows.Learning(400, classes);
        IPredictor predictor = Fit(name, rows);
        double[] predicted = predictor.Predict(rows);
        for (int i = 0; i < rows.Count; i++)
            Assert.Equal(1, predicted.AsSpan(i * classes, classes).ToArray().Sum(), 1e-6);
        TestScore score = TestScore.Compute(predicted, rows);
        Assert.InRange(score.Error, 0, Math.Log(classes));
        Assert.InRange(score.Accuracy!.Value, 1.2 / classes, 1);
    }

    [Theory]
    [InlineData("logistic")]
    [InlineData("lightgbm")]
    [InlineData("fasttree")]
    public void A_class_that_is_not_there_is_not_predicted(string name)
    {
        LearningRows rows = EvaluationRows.Learning(400, classes: 3);
        LearningRows two = rows.Subset([.. Enumerable.Range(0, 400).Where(i => rows.Targets[i] != 2)]);
        double[] predicted = Fit(name, two).Predict(rows);
        Assert.True(Enumerable.Range(0, 400).Average(i => predicted[3 * i + 2]) < 0.01);
    }

    /// <summary>
    /// A column that is constant in all rows but few, as an indicator of something rare is. Its value is such that sums of equal values
    /// are rounded.
    /// </summary>
    /// <param name="name">The model.</param>
    /// <param name="classes">0, or the number of classes.</param>
    /// <param name="differing">How many of the training rows differ.</param>
    /// <param name="weight">Their weight.</param>
    [Theory]
    [MemberData(nameof(RareColumns))]
    public void A_column_that_hardly_varies_in_the_training_rows_does_no_harm(string name, int classes, int differing, double weight)
    {
        LearningRows rows = Rare(300, classes, every: 20, 1);
        LearningRows training = Rare(75, classes, every: differing == 0 ? 1000 : 75 / differing, weight);
        TestScore score = TestScore.Compute(Fit(name, training).Predict(rows), rows);
        double constant = TestScore.Compute(ConstantPrediction.Predict(training, rows), rows).Error;
        Assert.InRange(score.Error, 0, 3 * constant);
    }

    private static LearningRows Rare(int count, int classes, int every, double weight)
    {
        (double[] features, double[] targets) = classes == 0 ? EvaluationRows.Quadratic(count) : EvaluationRows.Classes(count, classes);
        bool IsRare(int i) => i % every == every / 2;
        IEnumerable<double> Row(int i) => [.. features.AsSpan(3 * i, 3), IsRare(i) ? 0.99957 : -0.00043009];
        double[] joined = [.. Enumerable.Range(0, count).SelectMany(Row)];
        return new LearningRows(joined, 4, targets, [.. Enumerable.Range(0, count).Select(i => IsRare(i) ? weight : 1)], classes);
    }

    private static double Error(string name, LearningRows rows) => Score(Fit(name, rows), rows);

    private static double Score(IPredictor predictor, LearningRows rows) => TestScore.Compute(predictor.Predict(rows), rows).Error;
}

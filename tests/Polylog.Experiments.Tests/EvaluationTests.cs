namespace Polylog.Experiments.Tests;

/// <summary>The experiment as a whole.</summary>
public class EvaluationTests
{
    private static readonly EvaluationSettings s_small = new()
    {
        Size = 60,
        Splits = 1,
        Draws = 3,
        Models = Named("linear", "quadratic", "logistic"),
    };

    private static IReadOnlyList<IEvaluationModel> Named(params string[] names) =>
        [.. EvaluationModels.All.Where(model => names.Contains(model.Name))];

    private static EvaluationResult Run(EvaluationSettings settings, int classes = 0)
    {
        (double[] features, double[] targets) = classes == 0 ? EvaluationRows.Quadratic(400) : EvaluationRows.Classes(400, classes);
        return Run(new EvaluationInput(features, 3, targets, "y"), settings);
    }

    private static EvaluationResult Run(EvaluationInput input, EvaluationSettings settings) =>
        new Evaluation(input, settings).Run(cancellation: TestContext.Current.CancellationToken);

    [Fact]
    public void A_coreset_of_order_2_gives_least_squares_as_all_rows_do_and_order_4_its_products()
    {
        EvaluationResult two = Run(s_small with { Order = 2, Size = 30 }), four = Run(s_small with { Order = 4, Size = 90 });
        ModelSummary linear = two.Models.Single(model => model.Model == "linear"), quadratic = four.Models.Single(
            model => model.Model == "quadratic");
        Assert.Equal(1, linear.GapClosed!.Value, 1e-6);
        Assert.Equal(1, quadratic.GapClosed!.Value, 1e-6);
        Assert.Equal(linear.All.Error!.Value, linear.Coreset.Error!.Value, 1e-8);
    }

    [Fact]
    public void Every_choice_of_rows_is_fitted()
    {
        EvaluationResult result = Run(s_small);
        Assert.Equal((300, 100), (result.TrainingRows, result.TestRows));
        Assert.Equal(["linear", "quadratic"], result.Models.Select(model => model.Model));
        Assert.All(result.Models, model => Assert.Equal(3, model.Random.Fits.Select(fit => fit.Error).Distinct().Count()));
        Assert.All(result.Fits, fit => Assert.InRange(fit.Count, 1, fit.Rows == RowChoice.All ? 300 : 60));
    }

    [Fact]
    public void The_same_seed_gives_the_same_errors_and_another_others()
    {
        double[] Errors(ulong seed) => [.. Run(s_small with { Seed = seed }).Fits.Select(fit => fit.Error)];
        Assert.Equal(Errors(5), Errors(5));
        Assert.NotEqual(Errors(5), Errors(6));
    }

    [Fact]
    public void Classes_are_judged_by_log_loss_and_accuracy()
    {
        EvaluationResult result = Run(s_small with { Loss = Loss.Classes }, classes: 3);
        ModelSummary logistic = Assert.Single(result.Models);
        Assert.Equal(("logistic", 3), (logistic.Model, result.Classes));
        Assert.InRange(logistic.All.Error!.Value, 0.1, Math.Log(3));
        Assert.InRange(logistic.Coreset.Accuracy!.Value, 1.0 / 3, 1);
    }

    [Fact]
    public void A_model_that_cannot_be_trained_is_left_out()
    {
        EvaluationResult result = Run(s_small with { Models = [new Unavailable(), .. Named("linear")] });
        Assert.Equal([("broken", "its library does not load")], result.LeftOut);
        Assert.Equal(["linear"], result.Models.Select(model => model.Model));
    }

    [Fact]
    public void Without_any_model_there_is_nothing_to_show() => Assert.Equal(
        "none of the models could be trained: broken: its library does not load",
        Assert.Throws<ExperimentException>(() => Run(s_small with { Models = [new Unavailable()] })).Message);

    [Fact]
    public void Where_the_order_asked_for_does_not_fit_with_the_target_the_paper_s_way_is_left_out() =>
        // Order 4 of three columns with the squared loss has 71 functions, of four columns 70 moments; order 5 has 113 and 126.
        Assert.Null(Run(s_small with { Models = Named("linear"), Order = 5, Size = 120 }).Splits[0].Paper);

    [Fact]
    public void A_constant_target_is_refused() => Assert.Equal(
        "the target 'y' is 1 in every row; a constant cannot be predicted, choose another LearningRows.Targets", Refused(
            [.. Enumerable.Repeat(1.0, 50)], s_small));

    [Fact]
    public void A_class_of_one_row_is_refused() => Assert.Equal(
        "the class '7' of the target 'y' has only one row; "
        + "a class needs training rows and test rows, leave it out with LearningRows.Subset",
        Refused([.. Enumerable.Range(0, 50).Select(i => i == 20 ? 7.0 : i % 2)], s_small with { Loss = Loss.Classes }));

    [Fact]
    public void Zeros_and_ones_are_what_the_logistic_loss_takes() => Assert.Equal(
        "the target 'y' is 2 in row 2 of the rows used (counting from 0); a target of the logistic loss must lie in 0..1, "
        + "for classes with other names use Loss.Classes",
        Refused([.. Enumerable.Range(0, 50).Select(i => i % 3.0)], s_small with { Loss = Loss.Logistic }));

    [Fact]
    public void Too_many_classes_are_a_number() => Assert.Equal(
        "the target 'y' has 200 different values; "
        + "at most 100 classes are possible, if the target is a number use Loss.Squared",
        Refused([.. Enumerable.Range(0, 400).Select(i => (double)(i % 200))], s_small with { Loss = Loss.Classes }));

    [Theory]
    [InlineData(39, "EvaluationSettings.Size is 39, but there are only 38 training rows besides the test set; "
        + "lower EvaluationSettings.Size")]
    [InlineData(5, "EvaluationSettings.Size is 5, but even order 1 in 3 columns needs 9 rows; "
        + "raise EvaluationSettings.Size to keep 9 or more, or choose fewer LearningRows.Features")]
    public void A_size_out_of_range_is_refused(int size, string message) =>
        Assert.Equal(message, Refused([.. Enumerable.Range(0, 50).Select(i => (double)i)], s_small with { Size = size }));

    [Fact]
    public void Models_of_the_other_kind_are_refused() => Assert.Equal(
        "none of the models predicts a number; "
        + "choose others with EvaluationSettings.Models, or another loss with EvaluationSettings.Loss",
        Refused([.. Enumerable.Range(0, 50).Select(i => (double)i)], s_small with { Size = 20, Models = Named("logistic") }));

    private static string Refused(double[] targets, EvaluationSettings settings)
    {
        double[] features = [.. EvaluationRows.Quadratic(targets.Length).Features];
        return Assert.Throws<ExperimentException>(() => new Evaluation(new(features, 3, targets, "y"), settings)).Message;
    }

    private sealed class Unavailable : IEvaluationModel
    {
        public string Name => "broken";

        public string Description => "a model that cannot be trained";

        public bool Predicts(int classes) => true;

        public IPredictor Fit(LearningRows rows, ulong seed, CancellationToken cancellation) =>
            throw new ModelUnavailableException("its library does not load");
    }
}

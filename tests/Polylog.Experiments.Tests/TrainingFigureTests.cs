namespace Polylog.Experiments.Tests;

/// <summary>Figures 3 and 5a: what they train, and what is read from their rows.</summary>
public sealed class TrainingFigureTests : IDisposable
{
    private readonly ResultRows _rows = new();

    [Fact]
    public void Curves_begin_together_and_a_repeated_full_batch_is_the_same()
    {
        Figure figure = PaperFigures.All(FigureScale.Tiny).Single(figure => figure.Name == "fig3");
        _rows.Run(figure, "curves");
        var table = CsvTable.Read(Path.Combine(_rows["curves"], "fig3.csv"));
        for (int row = 0; row < table.Count; row++)
        {
            double full = table.Number(row, "test_loss_full");
            if (table.Whole(row, "epoch") == 0)
                Assert.All(Figure3Training.Curves, curve => Assert.Equal(full, table.Number(row, $"test_loss_{curve}")));
            else if (table.Whole(row, "batch") == 0)
                Assert.Equal(full, table.Number(row, "test_loss_again"));
            else
                Assert.NotEqual(full, table.Number(row, "test_loss_again"));
        }
        Assert.All(TrainingCurves.Ours(table), trial => Assert.Equal([1, 2, 3, 4, 5], trial.Epochs));
    }

    [Fact]
    public void Few_compressed_rows_train_a_full_batch_as_all_rows_do()
    {
        var recipe = new StudentRecipe("sgd", 0.05, BatchSize: 0, Epochs: 40, StepsPerEpoch: 1);
        _rows.Run(new Figure3Training(new TrainingCurveSettings(4000, 400, 3, 2000, [recipe], 1)), "near");
        IReadOnlyList<TrainingCurves> trials = TrainingCurves.Ours(CsvTable.Read(Path.Combine(_rows["near"], "fig3.csv")));
        double compressed = CurveDistance.Of(
            trials, "compressed").RootMeanSquare, aware = CurveDistance.Of(trials, "lossaware").RootMeanSquare;
        double adaptive = CurveDistance.Of(trials, "adaptive").RootMeanSquare, random = CurveDistance.Of(trials, "random").RootMeanSquare;
        Assert.True(compressed < 0.1 * random && aware < 0.1 * random && adaptive < 0.1 * random,
            $"{compressed} {aware} {adaptive} {random}");
    }

    [Fact]
    public void Residual_functions_add_up_to_the_gradient()
    {
        double[] rows = TeacherStudent.Draw(100, seed: 3);
        TrainingSet samples = DatasetVariants.Samples(new Measure(rows, TeacherStudent.Columns));
        var network = new TwoLayerNetwork(2, 8, 1, Activation.Relu, threads: 1);
        network.Initialise(5);
        var functions = new ResidualFunctions(rows, 2);
        int count = functions.Count(network.Width);
        double[] values = new double[100 * count];
        functions.At([ResidualFunctions.State(network)])([.. Enumerable.Range(0, 100)], values);
        SampleColumns outputs = new(1), gradients = new(1);
        network.Forward(samples.Inputs, outputs);
        new MeanSquaredError().Evaluate(outputs, samples.Targets, samples.Shares, gradients);
        network.Backward(samples.Inputs, gradients);
        ParameterBlock hidden = network.Parameters[0], bias = network.Parameters[1];
        double[] unit = new double[network.UnitSize];
        for (int j = 0; j < network.Width; j++)
        {
            network.GetUnit(j, unit);
            double[] means = [.. Enumerable.Range(0, 3).Select(f =>
                Enumerable.Range(0, 100).Average(row => 2 * unit[0] * values[row * count + 3 * j + f]))];
            Assert.Equal(bias.Gradients[j], means[0], 1e-5);
            Assert.Equal(hidden.Gradients[j], means[1], 1e-5);
            Assert.Equal(hidden.Gradients[network.Width + j], means[2], 1e-5);
        }
    }

    [Fact]
    public void Distances_are_those_of_logarithms()
    {
        TrainingCurves[] trials = [Curve(1, 2), Curve(3, 3 / Math.E)];
        CurveDistance distance = CurveDistance.Of(trials, "compressed");
        Assert.Equal(Math.Sqrt((Math.Log(2) * Math.Log(2) + 1) / 2), distance.RootMeanSquare, 1e-12);
        Assert.Equal(1, distance.Worst, 1e-12);

        static TrainingCurves Curve(double full, double compressed) =>
            new("sgd", 0, 0.1, [1], new Dictionary<string, IReadOnlyList<double>> { ["full"] = [full], ["compressed"] = [compressed] });
    }

    [Fact]
    public void Means_have_the_standard_error_of_a_sample()
    {
        string file = _rows["points.csv"];
        File.WriteAllText(
            file,
            "d,size,trial,test_loss_full,test_loss_compressed,test_loss_lossaware,test_loss_random\n"
            + "256,256,0,1,2,1,1\n256,256,1,3,6,1,1\n256,256,2,5,10,1,1\n");
        DatasetScalingPoint point = Assert.Single(DatasetScalingPoint.Ours(CsvTable.Read(file)));
        Assert.Equal(3, point.Losses["full"].Mean, 1e-12);
        Assert.Equal(2 / Math.Sqrt(3), point.Losses["full"].Error, 1e-12);
        Assert.Equal(2, point.Ratio("compressed"), 1e-12);
        Assert.Equal(1.5 * Math.Sqrt(3), point.Excess("compressed")!.Value, 1e-12);
    }

    [Fact]
    public void Teachers_without_noise_are_the_mean_of_those_with_it()
    {
        const int Rows = 200_000;
        double noisy = Mean(new TeacherStudent(3).Rows(Rows)), exact = Mean(new TeacherStudent(3).Rows(Rows, noisy: false));
        Assert.Equal(exact, noisy, 5 * Math.Sqrt((9 + 2 * 10) / (double)Rows));

        static double Mean(double[] rows) => Enumerable.Range(0, Rows).Average(i => rows[3 * i + 2]);
    }

    public void Dispose() => _rows.Dispose();
}

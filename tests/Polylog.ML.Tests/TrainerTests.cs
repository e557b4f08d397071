using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Polylog.ML.Tests;

/// <summary>Trainers take the compressed view and its weights, and come to much the same model as from all rows.</summary>
public class TrainerTests
{
    private const int Rows = 4000;

    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Linear_regression_by_dual_ascent_comes_out_the_same()
    {
        // This trainer's penalty counts rows, not weights: a tenth of the rows takes ten times the penalty.
        IDataView data = Normalised();
        double Fitted(IDataView rows, string? weight, float penalty) =>
            Error(_context.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options
            {
                ExampleWeightColumnName = weight,
                L2Regularization = penalty,
                NumberOfThreads = 1
            }).Fit(rows), data);
        Assert.InRange(Fitted(Kept(data), "Weight", 0.03f) / Fitted(data, null, 0.003f), 0.98, 1.02);
    }

    [Fact]
    public void Trees_of_FastTree_grow_on_weighted_rows()
    {
        IDataView data = House.View(_context, Rows);
        Assert.InRange(Error(_context.Regression.Trainers.FastTree(exampleWeightColumnName: "Weight").Fit(Kept(data)), data), 0,
            0.1 * Deviation(data));
    }

    [Fact]
    public void Trees_of_LightGbm_grow_on_weighted_rows()
    {
        IDataView data = House.View(_context, Rows);
        ITransformer model;
        try
        {
            model = _context.Regression.Trainers.LightGbm(exampleWeightColumnName: "Weight").Fit(Kept(data));
        }
        catch (Exception exception) when (IsMissingLibrary(exception))
        {
            Assert.Skip($"LightGBM's native library does not load here (it needs libgomp): {exception.Message}");
            return;
        }
        Assert.InRange(Error(model, data), 0, 0.2 * Deviation(data));
    }

    [Fact]
    public void Logistic_regression_comes_out_nearly_the_same()
    {
        IDataView data = Normalised();
        var columns = new MomentColumns { Label = "IsDear", Loss = Loss.Classes };
        CompressedDataView kept = _context.Data.CompressMoments(data, columns, new CompressionOptions { Size = 400 });
        double LogLoss(ITransformer model) => _context.BinaryClassification.Evaluate(model.Transform(data), "IsDear").LogLoss;
        double all = LogLoss(
            _context.BinaryClassification.Trainers.LbfgsLogisticRegression("IsDear", l1Regularization: 0, l2Regularization: 0).Fit(data));
        Assert.InRange(LogLoss(_context.BinaryClassification.Trainers.LbfgsLogisticRegression(
            "IsDear", exampleWeightColumnName: "Weight", l1Regularization: 0, l2Regularization: 0).Fit(kept)) / all, 0.99, 1.01);
    }

    private static bool IsMissingLibrary(Exception? exception) =>
        exception is not null && (exception is DllNotFoundException || IsMissingLibrary(exception.InnerException));

    private IDataView Normalised()
    {
        IDataView data = House.View(_context, Rows);
        return _context.Transforms.NormalizeMeanVariance("Features").Fit(data).Transform(data);
    }

    private CompressedDataView Kept(IDataView data) => _context.Data.CompressMoments(data, options: new CompressionOptions { Size = 400 });

    private double Error(ITransformer model, IDataView data) => _context.Regression.Evaluate(model.Transform(data)).RootMeanSquaredError;

    private static double Deviation(IDataView data)
    {
        double[] labels = [.. data.GetColumn<float>("Label").Select(label => (double)label)];
        return Math.Sqrt(labels.Average(label => Math.Pow(label - labels.Average(), 2)));
    }
}

namespace Polylog.Experiments;

/// <summary>A kind of model that can be fitted to weighted rows.</summary>
public interface IEvaluationModel
{
    /// <summary>Its name on the command line, in tables and files.</summary>
    string Name { get; }

    /// <summary>What it is, in a few words.</summary>
    string Description { get; }

    /// <summary>Whether it predicts numbers (0 classes), or one of so many classes.</summary>
    /// <param name="classes">Number of classes; 0 for a number.</param>
    bool Predicts(int classes);

    /// <summary>Fits a model.</summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="seed">Seed of the model's random parts: the same seed gives the same model.</param>
    /// <param name="cancellation">Ends the work early, as far as the model can.</param>
    /// <exception cref="ModelUnavailableException">The model cannot be trained on this machine or on these rows.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    IPredictor Fit(LearningRows rows, ulong seed, CancellationToken cancellation);
}

/// <summary>A fitted model.</summary>
public interface IPredictor
{
    /// <summary>Predicts.</summary>
    /// <param name="rows">Rows; only their features are used.</param>
    /// <returns>A number for each row; for classes a probability for each of them, count x classes, row-major.</returns>
    double[] Predict(LearningRows rows);
}

/// <summary>A model that cannot be trained on this machine or on these rows. The message is one line a person can act on.</summary>
/// <param name="message">The reason and the way out.</param>
public sealed class ModelUnavailableException(string message) : Exception(message);

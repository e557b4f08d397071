using System.Globalization;

namespace Polylog.Experiments;

/// <summary>
/// Logistic regression of two or more classes by Newton's method, with a penalty just large enough to have a minimum where classes can be
/// told apart.
/// </summary>
internal sealed class LogisticModel : IEvaluationModel
{
    /// <summary>Pivots below this share of the largest are rounding.</summary>
    private const double LeastPivot = 1e-14;

    // As a share of the total weight, on coefficients of standardised columns.
    private const double Penalty = 1e-6;
    private const int MostSteps = 60;
    private const double Settled = 1e-10;
    private const int MostParameters = 2000;

    public string Name => "logistic";

    public string Description => "logistic regression";

    public bool Predicts(int classes) => classes >= 2;

    public IPredictor Fit(LearningRows rows, ulong seed, CancellationToken cancellation)
    {
        var terms = new PolynomialTerms(rows, degree: 1);
        int parameters = (rows.Classes - 1) * terms.Count;
        if (parameters > MostParameters)
        {
            throw new ModelUnavailableException(string.Create(CultureInfo.InvariantCulture,
                $"{rows.Classes} classes and {rows.Columns} columns need {parameters} coefficients, more than {MostParameters}; "
                + $"use fewer classes or columns"));
        }
        double[] design = new double[rows.Count * terms.Count];
        for (int i = 0; i < rows.Count; i++)
            terms.Write(rows.Row(i), design.AsSpan(i * terms.Count, terms.Count));
        var problem = new CrossEntropyProblem(design, terms.Count, rows, Penalty);
        double[] coefficients = new double[parameters], gradient = new double[parameters], trial = new double[parameters];
        double[] curvature = new double[parameters * parameters];
        double loss = problem.Evaluate(coefficients, gradient, curvature);
        for (int step = 0; step < MostSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Cholesky.Factorise(curvature, parameters, LeastPivot);
            double[] direction = [.. gradient];
            Cholesky.Solve(curvature, direction);
            double slope = gradient.Zip(direction, (left, right) => left * right).Sum();
            if (slope <= Settled * Settled)
                break;
            double length = 1, next;
            while (true)
            {
                for (int k = 0; k < parameters; k++)
                    trial[k] = coefficients[k] - length * direction[k];
                next = problem.Evaluate(trial, null, null);
                if (next <= loss - 1e-4 * length * slope || length < 1e-6)
                    break;
                length /= 2;
            }
            if (!(next < loss))
                break;
            trial.CopyTo(coefficients, 0);
            loss = problem.Evaluate(coefficients, gradient, curvature);
        }
        return new Predictor(terms, coefficients, rows.Classes);
    }

    private sealed class Predictor(PolynomialTerms terms, double[] coefficients, int classes) : IPredictor
    {
        public double[] Predict(LearningRows rows)
        {
            double[] outputs = new double[rows.Count * classes], values = new double[terms.Count];
            for (int i = 0; i < rows.Count; i++)
            {
                terms.Write(rows.Row(i), values);
                CrossEntropyProblem.Probabilities(values, coefficients, outputs.AsSpan(i * classes, classes));
            }
            return outputs;
        }
    }
}

using System.Globalization;

namespace Polylog.Experiments;

/// <summary>Least squares on the columns or on their products, with a penalty or none: moments of twice the degree decide it.</summary>
/// <param name="name">Name.</param>
/// <param name="description">What it is.</param>
/// <param name="degree">1, or 2 for all products of two columns.</param>
/// <param name="penalty">Penalty on the squared coefficients of standardised columns, as a share of the total weight; 0 for none.</param>
internal sealed class LinearModel(string name, string description, int degree, double penalty) : IEvaluationModel
{
    // Time goes with the square of the terms.
    private const int MostTerms = 2000;

    public string Name => name;

    public string Description => description;

    public bool Predicts(int classes) => classes == 0;

    public IPredictor Fit(LearningRows rows, ulong seed, CancellationToken cancellation)
    {
        var terms = new PolynomialTerms(rows, degree);
        if (terms.Count > MostTerms)
        {
            throw new ModelUnavailableException(string.Create(CultureInfo.InvariantCulture,
                $"{rows.Columns} columns need {terms.Count} coefficients, more than {MostTerms}; use fewer columns"));
        }
        var system = new LeastSquares(terms.Count);
        double[] values = new double[terms.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            if ((i & 0xFFF) == 0)
                cancellation.ThrowIfCancellationRequested();
            terms.Write(rows.Row(i), values);
            system.Add(values, rows.Targets[i], rows.Weights[i]);
        }
        if (penalty > 0)
        {
            // The constant term is free.
            for (int k = 1; k < values.Length; k++)
            {
                Array.Clear(values);
                values[k] = 1;
                system.Add(values, 0, penalty * rows.Weights.Sum());
            }
        }
        return new Predictor(terms, system.Solve());
    }

    private sealed class Predictor(PolynomialTerms terms, double[] coefficients) : IPredictor
    {
        public double[] Predict(LearningRows rows)
        {
            double[] outputs = new double[rows.Count], values = new double[terms.Count];
            for (int i = 0; i < outputs.Length; i++)
            {
                terms.Write(rows.Row(i), values);
                for (int k = 0; k < values.Length; k++)
                    outputs[i] += coefficients[k] * values[k];
            }
            return outputs;
        }
    }
}

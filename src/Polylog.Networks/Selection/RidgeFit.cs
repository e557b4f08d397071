using System.Numerics.Tensors;

namespace Polylog.Networks;

/// <summary>
/// Outgoing weights of kept units by least squares with a ridge, which draws them to the original ones. Without it a unit that is nearly
/// silent on the samples can get huge weights, which do harm on other inputs.
/// </summary>
/// <remarks>
/// S minimises |H S - T|^2 + r d |S - V|^2 with the kept responses H, the wanted outputs T, the original weights V and the mean d of the
/// squares of H. The bias is free. The ridge r is that of the smallest error on samples that are left out of the fit; then all samples are
/// fitted with it. Cost for each ridge: units^2 x (units + outputs) multiply-adds.
/// </remarks>
/// <param name="gram">Second moments of the kept responses, and of a constant after them, (kept + 1) x (kept + 1).</param>
/// <param name="correlations">The same with the wanted outputs, (kept + 1) x outputs.</param>
/// <param name="original">Original outgoing weights of the kept units, kept x outputs.</param>
/// <param name="outputs">Outgoing weights of a unit.</param>
/// <param name="hasBias">Whether a constant can be added to the outputs.</param>
internal sealed class RidgeFit(double[] gram, double[] correlations, double[] original, int outputs, bool hasBias)
{
    /// <summary>Rows left out below which they tell nothing.</summary>
    public const int LeastRows = 20;

    /// <summary>The ridge where too few rows can be left out.</summary>
    private const double Usual = 1e-3;

    /// <summary>Ridges that are tried; the first stands for none.</summary>
    private static readonly double[] s_ridges = [0, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2];

    private readonly int _kept = original.Length / outputs;

    /// <summary>The ridge that was taken.</summary>
    public double Ridge { get; private set; }

    /// <summary>The squared error on the samples left out, of weights that were fitted without them.</summary>
    public double LeftOutError { get; private set; } = double.PositiveInfinity;

    /// <summary>Works the weights out.</summary>
    /// <param name="given">IN, kept responses and 1 at samples that can be left out, rows x (kept + 1).</param>
    /// <param name="wanted">IN, the wanted outputs at the same, rows x outputs.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <returns>Weights, kept x outputs, then the bias: zero where there can be none.</returns>
    public double[] Run(double[] given, double[] wanted, CancellationToken cancellation)
    {
        int width = _kept + 1, rows = given.Length / width;
        Ridge = Usual;
        if (rows >= LeastRows)
        {
            double[] others = [.. gram], cross = [.. correlations];
            Subtract(given, wanted, others, cross, cancellation);
            foreach (double ridge in s_ridges)
            {
                double error = Error(Solve(others, cross, ridge, cancellation), given, wanted);
                if (error < LeftOutError)
                    (LeftOutError, Ridge) = (error, ridge);
            }
        }
        return Solve(gram, correlations, Ridge, cancellation);
    }

    /// <summary>Takes the rows that are left out off the second moments.</summary>
    private void Subtract(double[] given, double[] wanted, double[] others, double[] cross, CancellationToken cancellation)
    {
        int width = _kept + 1, rows = given.Length / width;
        Parallel.For(0, width, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            Span<double> own = others.AsSpan(i * width, width), targets = cross.AsSpan(i * outputs, outputs);
            for (int row = 0; row < rows; row++)
            {
                double value = -given[row * width + i];
                if (value == 0)
                    continue;
                TensorPrimitives.MultiplyAdd(given.AsSpan(row * width, width), value, own, own);
                TensorPrimitives.MultiplyAdd(wanted.AsSpan(row * outputs, outputs), value, targets, targets);
            }
        });
    }

    private double[] Solve(double[] moments, double[] cross, double ridge, CancellationToken cancellation)
    {
        // The bias comes first where there can be one, so that no unit that is constant on the samples takes its place.
        int width = _kept + 1, shift = hasBias ? 1 : 0, size = _kept + shift;
        double mean = 0;
        for (int i = 0; i < _kept; i++)
            mean += moments[i * width + i] / _kept;
        double[] matrix = new double[size * size], sums = new double[size * outputs];
        for (int i = 0; i < size; i++)
        {
            int from = i < shift ? _kept : i - shift;
            Span<double> row = matrix.AsSpan(i * size, size), own = sums.AsSpan(i * outputs, outputs);
            moments.AsSpan(from * width, _kept).CopyTo(row[shift..]);
            if (hasBias)
                row[0] = moments[(from * width) + _kept];
            cross.AsSpan(from * outputs, outputs).CopyTo(own);
            if (from == _kept)
                continue;
            row[i] += ridge * mean;
            TensorPrimitives.MultiplyAdd(original.AsSpan(from * outputs, outputs), ridge * mean, own, own);
        }
        var equations = new NormalEquations(matrix, size, ResponseMatching.Rounding, cancellation);
        double[] solution = equations.Solve(sums, outputs, cancellation), weights = new double[width * outputs];
        solution.AsSpan(shift * outputs).CopyTo(weights);
        if (hasBias)
            solution.AsSpan(0, outputs).CopyTo(weights.AsSpan(_kept * outputs));
        return weights;
    }

    /// <summary>The squared error of weights on samples.</summary>
    /// <param name="weights">IN, kept x outputs, then the bias.</param>
    /// <param name="given">IN, kept responses and 1, rows x (kept + 1).</param>
    /// <param name="wanted">IN, the wanted outputs, rows x outputs.</param>
    public double Error(double[] weights, double[] given, double[] wanted)
    {
        int width = _kept + 1, rows = given.Length / width;
        double[] errors = new double[rows];
        Parallel.For(0, rows, row =>
        {
            double[] sums = new double[outputs];
            for (int i = 0; i < width; i++)
                TensorPrimitives.MultiplyAdd(weights.AsSpan(i * outputs, outputs), given[row * width + i], sums, sums);
            TensorPrimitives.Subtract(sums, wanted.AsSpan(row * outputs, outputs), sums);
            errors[row] = TensorPrimitives.SumOfSquares(sums);
        });
        return errors.Sum();
    }
}

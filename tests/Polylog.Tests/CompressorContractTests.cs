namespace Polylog.Tests;

/// <summary>
/// What every compression promises, on every hard measure: 1. a subset of the input, each row once; 2. weights positive; 3. at most the
/// size asked for; 4. total weight kept; 5. every moment up to the order kept, in the leaf's basis and in global standardised monomials.
/// </summary>
public class CompressorContractTests
{
    public static TheoryData<string, int, Effort> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, Effort>();
            foreach (string name in HardMeasures.Names.Select(row => (string)row.Data))
            {
                foreach (Effort effort in Enum.GetValues<Effort>())
                {
                    cases.Add(name, 3, effort);
                    cases.Add(name, 5, effort);
                }
                cases.Add(name, 1, Effort.Balanced);
                cases.Add(name, 8, Effort.Fast);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Keeps_its_promises(string name, int order, Effort effort)
    {
        Measure measure = HardMeasures.Make(name);
        var options = new CompressionOptions { Order = order, Effort = effort, Fraction = 0.2 };
        int size = MomentCompressor.Size(measure, options);

        Coreset coreset = MomentCompressor.Compress(measure, options);

        // Beside an atom of a billion times their weight the others' moments drown in that atom's rounding.
        Check(measure, coreset, size, order, tolerance: name == "one heavy atom" ? 1e-10 : 1e-12);
    }

    [Theory]
    [MemberData(nameof(HardMeasures.Names), MemberType = typeof(HardMeasures))]
    public void Keeps_its_promises_with_orders_of_its_own_choice(string name)
    {
        Measure measure = HardMeasures.Make(name);
        foreach (Use use in Enum.GetValues<Use>())
        {
            var options = new CompressionOptions { Use = use, Fraction = 0.1 };
            int size = MomentCompressor.Size(measure, options);
            Coreset coreset = MomentCompressor.Compress(measure, options);
            Check(measure, coreset, size, Math.Min(coreset.Order, 8), tolerance: name == "one heavy atom" ? 1e-9 : 1e-12);
        }
    }

    [Fact]
    public void Keeps_its_promises_on_random_measures_sizes_and_orders()
    {
        Gen.Select(Gen.Int[1, 600], Gen.Int[1, 4], Gen.Int[1, 6], Gen.Int[0, 100], Gen.Int[0, 1000000], Gen.Int[0, 4]).Sample(
            (count, dimension, order, percent, seed, kind) =>
            {
                var random = new Random(seed);
                double[] atoms = new double[count * dimension];
                for (int i = 0; i < atoms.Length; i++)
                    atoms[i] = kind switch
                    {
                        0 or 4 => random.NextDouble(),
                        1 => random.Next(3),
                        2 =>
                        Math.Exp(8 * random.NextDouble()),
                        _ => random.Next(20)
                    };
                double[] weights = new double[count];
                for (int i = 0; i < count; i++)
                    weights[i] = kind == 4 ? Math.Pow(10, -12 * random.NextDouble()) : random.Next(5) + (i == 0 ? 1 : 0);
                var measure = new Measure(atoms, dimension, weights);
                // Weights over twelve decades: as beside one heavy atom, above.
                double tolerance = kind == 4 ? 1e-10 : 1e-12;
                var options = new CompressionOptions { Order = order, Fraction = Math.Max(0.01, percent / 100.0) };
                Check(measure, MomentCompressor.Compress(measure, options), MomentCompressor.Size(measure, options), order, tolerance);
                CompressionOptions chosen = options with { Order = null };
                Coreset coreset = MomentCompressor.Compress(measure, chosen);
                Check(measure, coreset, MomentCompressor.Size(measure, chosen), Math.Min(6, coreset.Order), tolerance);
            }, iter: 300);
    }

    private static void Check(Measure measure, Coreset coreset, int size, int order, double tolerance)
    {
        ReadOnlySpan<int> indices = coreset.Indices.Span;
        ReadOnlySpan<double> weights = coreset.Weights.Span;
        Assert.InRange(coreset.Count, 1, size);
        Assert.Equal(indices.Length, weights.Length);
        for (int i = 0; i < indices.Length; i++)
        {
            Assert.InRange(indices[i], i == 0 ? 0 : indices[i - 1] + 1, measure.Count - 1);
            Assert.True(weights[i] > 0 && double.IsFinite(weights[i]), $"weight {i} is {weights[i]}");
        }
        Assert.Equal(1, coreset.TotalWeight / measure.TotalWeight, 1e-13);
        Assert.InRange(coreset.MomentResidual, 0, 1e-12);
        MomentAudit audit = MomentAudit.Compare(measure, coreset.Points, order);
        Assert.True(audit.WorstResidual <= tolerance, $"residual {audit.WorstResidual} at ({string.Join(",", audit.WorstExponents)})");
    }
}

namespace Polylog.Tests;

/// <summary>
/// What a compression with targets promises: the loss of polynomial models is kept to rounding, whatever their coefficients; that of other
/// models nearly, and better than with the target as a coordinate; totals, groups and classes are kept exactly.
/// </summary>
public partial class LossTests
{
    private const double Rounding = 1e-12;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_squared_loss_of_polynomial_models_is_kept_to_rounding(int degree)
    {
        Measure rows = Rows(4000, 3, seed: 1, (x, random) => Math.Sin(3 * x[0]) + x[1] * x[2] + random.NextDouble());

        Measure kept = MomentCompressor.Compress(rows, new CompressionOptions { Order = 2 * degree, Size = 600 }).Points;

        var random = new Random(2);
        for (int model = 0; model < 20; model++)
        {
            double[] direction = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
            double shift = random.NextDouble();
            double Loss(Measure measure) => Mean(measure, (x, y) =>
                Square(Math.Pow(direction[0] * x[0] + direction[1] * x[1] + direction[2] * x[2] - shift, degree) - y[0]));
            Close(Loss(rows), Loss(kept));
        }
    }

    [Fact]
    public void A_model_of_higher_degree_is_not_kept_to_rounding()
    {
        Measure rows = Rows(4000, 2, seed: 3, (x, random) => x[0] + random.NextDouble());

        Measure kept = MomentCompressor.Compress(rows, new CompressionOptions { Order = 2, Size = 13 }).Points;

        double Loss(Measure measure) => Mean(measure, (x, y) => Square(Math.Pow(x[0], 3) - y[0]));
        Assert.True(Math.Abs(Loss(kept) - Loss(rows)) > 1e-6 * Loss(rows));
    }

    [Fact]
    public void Least_squares_on_the_coreset_has_the_coefficients_of_all_rows()
    {
        Measure rows = Rows(5000, 2, seed: 4, (x, random) => 3 * x[0] - 2 * x[1] + random.NextDouble());

        Measure kept = MomentCompressor.Compress(rows, new CompressionOptions { Order = 2, Size = 13 }).Points;

        Assert.True(kept.Count <= 13);
        double[] all = Fit(rows), few = Fit(kept);
        for (int i = 0; i < 3; i++)
            Close(all[i], few[i], 1e-10);
    }

    [Fact]
    public void Every_squared_target_is_kept()
    {
        Measure plain = Rows(3000, 2, seed: 5, (x, _) => x[0]);
        var random = new Random(6);
        double[] targets = [.. Enumerable.Range(0, 3000 * 2).Select(_ => random.NextDouble())];
        Measure rows = new Measure(plain.Atoms, 2).WithTargets(targets, Loss.Squared, targetCount: 2);

        Measure kept = MomentCompressor.Compress(rows, new CompressionOptions { Order = 2, Size = 200 }).Points;

        Close(Mean(rows, (x, y) => Square(x[0] - y[0])), Mean(kept, (x, y) => Square(x[0] - y[0])));
        Close(Mean(rows, (x, y) => Square(x[1] - 0.5 - y[1])), Mean(kept, (x, y) => Square(x[1] - 0.5 - y[1])));
    }

    [Fact]
    public void A_target_counts_for_as_much_in_any_unit()
    {
        Measure plain = UniformCube.Draw(4000, 2, seed: 12);
        (Coreset Coreset, Evidence Evidence) Kept(double unit)
        {
            double[] targets = [.. Enumerable.Range(0, plain.Count)
                .SelectMany(i => (double[])[Math.Sin(3 * plain.Atom(i)[0]) + i % 3, unit * (Math.Cos(5 * plain.Atom(i)[1]) + i % 5)])];
            Measure measure = new Measure(plain.Atoms, 2).WithTargets(targets, Loss.Squared, targetCount: 2);
            Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Tolerance = 3e-3 });
            return (coreset, coreset.Certify(measure).Evidence);
        }
        (Coreset one, Evidence oneEvidence) = Kept(1);
        (Coreset other, Evidence otherEvidence) = Kept(Math.ScaleB(1, 40));
        Assert.Equal(one.Indices.ToArray(), other.Indices.ToArray());
        Assert.Equal(oneEvidence.Coreset.Median, otherEvidence.Coreset.Median, 1e-12);
        Assert.Equal(oneEvidence.Random.Worst, otherEvidence.Random.Worst, 1e-9);
    }

    [Fact]
    public void The_poisson_loss_changes_far_less_than_over_random_rows()
    {
        Measure rows =
            Rows(20000, 2, seed: 7, (x, random) => Math.Floor(-Math.Log(1 - random.NextDouble()) * Math.Exp(x[0])), Loss.Poisson);

        Measure kept = MomentCompressor.Compress(rows, new CompressionOptions { Size = 500 }).Points;

        double Value(Measure measure) => Mean(measure, (x, y) => Loss.Poisson.Value(Math.Sin(x[0] + 2 * x[1]), y[0]));
        double[] random =
            [.. Enumerable.Range(1, 9).Select(seed => Math.Abs(Value(RandomSubset.Draw(rows, 500, (ulong)seed)) - Value(rows))).Order()];
        Assert.True(Math.Abs(Value(kept) - Value(rows)) < random[4] / 50);
    }

    [Fact]
    public void A_loss_of_ones_own_is_matched_by_its_functions()
    {
        Measure rows = Rows(4000, 2, seed: 8, (x, random) => Math.Exp(x[0]) * (0.5 + random.NextDouble()), new GammaLoss());

        Measure kept = MomentCompressor.Compress(rows, new CompressionOptions { Order = 3, Size = 300 }).Points;

        // Where exp(-f) is a polynomial of degree 3, so is what goes with y; f itself is not matched, so it is left out.
        Close(Mean(rows, (x, y) => y[0] * Math.Pow(2 + x[0] - x[1], 3)), Mean(kept, (x, y) => y[0] * Math.Pow(2 + x[0] - x[1], 3)));
    }

    [Fact]
    public void A_noisy_target_costs_far_fewer_rows_than_as_a_coordinate()
    {
        var random = new Random(9);
        double[] x = [.. Enumerable.Range(0, 20000).Select(_ => random.NextDouble() * 2 - 1)];
        double[] y = [.. Enumerable.Range(0, 10000)
            .Select(i => Math.Abs(x[2 * i]) + 3 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))];
        Measure aware = new Measure(x, 2).WithTargets(y, Loss.Squared);
        var unaware = new Measure(Enumerable.Range(0, 10000).SelectMany(i => new[] { x[2 * i], x[2 * i + 1], y[i] }).ToArray(), 3);
        var options = new CompressionOptions { Order = 4, Size = 1000, Scale = ColumnScale.None };
        Measure kept = MomentCompressor.Compress(aware, options).Points;
        Measure paper = MomentCompressor.Compress(unaware, options).Points;

        double awareError = 0, paperError = 0;
        for (int model = 0; model < 100; model++)
        {
            double a = random.NextDouble() * 2 - 1, b = random.NextDouble() * 2 - 1, c = random.NextDouble() - 0.5;
            double Output(ReadOnlySpan<double> p) => Math.Max(0, a * p[0] + b * p[1] + c);
            double all = Mean(aware, (p, t) => Square(Output(p) - t[0]));
            awareError += Math.Abs(Mean(kept, (p, t) => Square(Output(p) - t[0])) - all);
            paperError += Math.Abs(Mean(paper, (p, _) => Square(Output(p) - p[2])) - all);
        }

        Assert.True(awareError < paperError / 3, $"{awareError} against {paperError}");
    }

    [Theory]
    [MemberData(nameof(HardMeasures.Names), MemberType = typeof(HardMeasures))]
    public void Hard_measures_keep_their_factors_and_totals(string name)
    {
        Measure plain = HardMeasures.Make(name);
        if (name == "one heavy atom" || plain.Count < 3)
            return;
        var random = new Random(10);
        double[] targets = [.. Enumerable.Range(0, plain.Count).Select(i => random.Next(7) + (i % 2 == 0 ? random.NextDouble() : 0))];
        double[] totals = [.. Enumerable.Range(0, plain.Count).Select(_ => Math.Exp(5 * random.NextDouble()))];
        Measure rows = plain.WithTargets(targets, Loss.Squared).WithTotals(totals);
        foreach (int? order in new int?[] { 2, null })
        {
            var options = new CompressionOptions { Order = order, Fraction = 0.2 };

            Coreset coreset = MomentCompressor.Compress(rows, options);

            Assert.True(coreset.Count <= MomentCompressor.Size(rows, options));
            Assert.DoesNotContain(coreset.Weights.ToArray(), weight => !(weight > 0));
            Assert.True(MomentAudit.Compare(rows, coreset.Points, Math.Min(4, coreset.Order)).WorstResidual < Rounding);
        }
    }

    [Fact]
    public void Bad_targets_are_refused_with_their_place()
    {
        var measure = new Measure(new double[] { 1, 2, 3 }, 1);

        Assert.StartsWith("Row 1 has the target -1: a target of the poisson loss must be 0 or more", Assert.Throws<ArgumentException>(
            () => measure.WithTargets(new double[] { 1, -1, 2 }, Loss.Poisson)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Row 2 has the target 2: a target of the logistic loss must lie in 0..1", Assert.Throws<ArgumentException>(
            () => measure.WithTargets(new double[] { 1, 0, 2 }, Loss.Logistic)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Row 0 has the target 0.5: a target of the classes loss must be the number of a "
            + "class", Assert.Throws<ArgumentException>(() => measure.WithTargets(new double[] { 0.5, 0, 2 }, Loss.Classes)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("Row 1, target 0 is NaN", Assert.Throws<ArgumentException>(
            () => measure.WithTargets(new[] { 0.5, double.NaN, 2 }, Loss.Squared)).Message, StringComparison.Ordinal);
        Assert.StartsWith("2 values are not 1 target for each of 3 atoms", Assert.Throws<ArgumentException>(
            () => measure.WithTargets(new double[] { 1, 2 }, Loss.Squared)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rows_do_not_depend_on_threads_or_on_the_inputs_order()
    {
        Measure rows = Rows(3000, 2, seed: 16, (x, random) => x[0] + random.NextDouble());
        var options = new CompressionOptions { Size = 200, Threads = 1 };
        Coreset one = MomentCompressor.Compress(rows, options);

        Coreset many = MomentCompressor.Compress(rows, options with { Threads = 5 });
        int[] order = [.. Enumerable.Range(0, 3000)];
        new Random(17).Shuffle(order);
        Coreset shuffled = MomentCompressor.Compress(rows.Subset(order, Enumerable.Repeat(1.0, 3000).ToArray()), options);

        Assert.Equal(one.Indices.ToArray(), many.Indices.ToArray());
        Assert.Equal(one.Weights.ToArray(), many.Weights.ToArray());
        Assert.Equal(one.Indices.ToArray(), shuffled.Indices.ToArray().Select(i => order[i]).Order());
    }

    [Fact]
    public void Coresets_of_parts_make_a_coreset_of_the_whole()
    {
        Measure rows = Rows(4000, 2, seed: 18, (x, random) => x[1] + random.NextDouble());
        int[] first = [.. Enumerable.Range(0, 2000)], second = [.. Enumerable.Range(2000, 2000)];
        var options = new CompressionOptions { Order = 2, Size = 200 };
        Measure Part(int[] part) =>
            MomentCompressor.Compress(rows.Subset(part, Enumerable.Repeat(1.0, part.Length).ToArray()), options).Points;
        Measure a = Part(first), b = Part(second);
        Measure both =
            new Measure(a.Atoms.ToArray().Concat(b.Atoms.ToArray()).ToArray(), 2, a.Weights.ToArray().Concat(b.Weights.ToArray()).ToArray())
            .WithTargets(a.Targets.ToArray().Concat(b.Targets.ToArray()).ToArray(), Loss.Squared);

        Measure kept = MomentCompressor.Compress(both, options).Points;

        Assert.True(MomentAudit.Compare(rows, kept, 2).WorstResidual < Rounding);
    }

    [Fact]
    public void The_certificate_judges_by_the_loss_of_random_models()
    {
        Measure rows = Rows(5000, 2, seed: 19, (x, random) => x[0] * x[1] + random.NextDouble());
        Coreset coreset = MomentCompressor.Compress(rows, new CompressionOptions { Size = 300, Use = Use.Smooth });

        Evidence evidence = coreset.Certify(rows).Evidence;

        Assert.Equal(evidence, Evidence.Between(rows, coreset.Points, coreset.Order, Use.Smooth));
        Assert.NotEqual(evidence,
            Evidence.Between(new Measure(rows.Atoms, 2), new Measure(coreset.Points.Atoms, 2, coreset.Weights), coreset.Order, Use.Smooth));
        Assert.True(evidence.Coreset.Median < evidence.Random.Median / 100);
    }
}

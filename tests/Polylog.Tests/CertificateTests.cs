namespace Polylog.Tests;

/// <summary>What a coreset says of itself is true.</summary>
public class CertificateTests
{
    /// <summary>cos(a &lt;u, z&gt; + b): every derivative of order n along a unit direction is at most a^n.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    [InlineData(4)]
    public void The_bound_holds_and_is_no_idle_one(int? order)
    {
        Measure measure = UniformCube.Draw(6000, 2, seed: 12);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Order = order, Size = 300 });
        var frame = Standardisation.Fit(measure);
        const double Frequency = 1.5;
        double bound = coreset.Certify(measure).Bound(n => Math.Pow(Frequency, n));
        for (int draw = 0; draw < 20; draw++)
        {
            double angle = draw * 0.31;
            double error = Math.Abs(Average(measure, angle) - Average(coreset.Points, angle));
            Assert.True(error <= bound, $"{error} > {bound}");
        }
        Assert.InRange(bound, 1e-16, 0.1);

        double Average(Measure points, double angle)
        {
            double[] z = new double[2];
            var sum = new CompensatedSum();
            for (int i = 0; i < points.Count; i++)
            {
                frame.Apply(points.Atom(i), z);
                double value = Math.Cos(Frequency * (Math.Cos(angle) * z[0] + Math.Sin(angle) * z[1]) + angle);
                sum.AddProduct(points.Weights.IsEmpty ? 1 : points.Weights.Span[i], value);
            }
            return sum.Value / points.TotalWeight;
        }
    }

    [Fact]
    public void The_evidence_can_be_worked_out_again_from_the_two_measures()
    {
        Measure measure = UniformCube.Draw(4000, 3, seed: 13);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 200, Use = Use.Kinked });
        Assert.Equal(Evidence.Between(measure, coreset.Points, coreset.Order, Use.Kinked), coreset.Certify(measure).Evidence);
    }

    [Fact]
    public void The_first_unmatched_order_is_off_and_the_matched_ones_are_not()
    {
        Measure measure = UniformCube.Draw(4000, 3, seed: 13);
        Measure coreset = MomentCompressor.Compress(measure, new CompressionOptions { Order = 4, Size = 200 }).Points;
        for (int order = 0; order < 4; order++)
            Assert.InRange(Evidence.Between(measure, coreset, order).Discrepancy, 0, 1e-14);
        Evidence evidence = Evidence.Between(measure, coreset, 4);
        Assert.Equal(5, evidence.Order);
        Assert.InRange(evidence.Discrepancy, 1e-8, 0.1);
        Assert.True(evidence.Coreset.Median * 100 < evidence.Random.Median);
        Assert.True(evidence.Coreset.Median <= evidence.Coreset.Worst);
    }

    [Fact]
    public void Shares_add_up()
    {
        Measure measure = UniformCube.Draw(4000, 1, seed: 14);
        Coreset coreset = MomentCompressor.Compress(measure, new CompressionOptions { Size = 150 });
        IReadOnlyList<OrderShare> shares = coreset.Certify(measure).Shares;
        Assert.Equal(coreset.Count, shares.Sum(share => share.Points));
        Assert.Equal(coreset.Leaves, shares.Sum(share => share.Leaves));
        Assert.Equal(coreset.Order, shares[0].Order);
        Assert.Equal(shares.Select(share => share.Order).Order(), shares.Select(share => share.Order));
        Assert.All(shares, share => Assert.InRange(share.ErrorBoundShare, 0, 1));
    }

    [Fact]
    public void A_measure_kept_whole_is_exact()
    {
        Measure measure = UniformCube.Draw(50, 2, seed: 15);
        Certificate certificate = MomentCompressor.Compress(measure, new CompressionOptions { Size = 50 }).Certify(measure);
        Assert.Equal(0, certificate.Evidence.Coreset.Worst);
        Assert.Equal(0, certificate.Evidence.Discrepancy);
        Assert.Equal(0, certificate.Bound(_ => 1e300));
    }
}

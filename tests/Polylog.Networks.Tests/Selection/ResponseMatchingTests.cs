namespace Polylog.Networks.Tests;

/// <summary>
/// What matching responses promises: everything is kept where the responses have as many dimensions as units are kept, and least squares
/// otherwise.
/// </summary>
public class ResponseMatchingTests
{
    [Fact]
    public void Responses_of_few_dimensions_need_as_many_units()
    {
        (double[] responses, double[] outgoing) = Problem(units: 40, dimensions: 7, samples: 300, outputs: 3);
        var matching = new ResponseMatching(40);
        matching.Add(responses);

        ResponseSelection selection = matching.Select(outgoing, 3, size: 20);

        Assert.Equal(7, selection.Units.Kept.Length);
        Assert.True(selection.Error < 1e-4);
        Assert.True(Error(responses, outgoing, selection, 40, 3) < 1e-4);
    }

    [Fact]
    public void The_error_told_is_the_error_there_is_and_falls_with_the_size()
    {
        (double[] responses, double[] outgoing) = Problem(units: 30, dimensions: 30, samples: 500, outputs: 2);
        var matching = new ResponseMatching(30);
        matching.Add(responses.AsMemory(0, 30 * 200));
        matching.Add(responses.AsMemory(30 * 200));
        double before = double.PositiveInfinity;
        foreach (int size in new[] { 5, 10, 20, 29 })
        {
            ResponseSelection selection = matching.Select(outgoing, 2, size);

            Assert.Equal(size, selection.Units.Kept.Length);
            Assert.Equal(Error(responses, outgoing, selection, 30, 2), selection.Error, 1e-6);
            Assert.True(selection.Error < before);
            before = selection.Error;
        }
        Assert.True(matching.Select(outgoing, 2, 30).Error < 1e-4);
    }

    [Fact]
    public void A_constant_goes_into_the_bias()
    {
        (double[] responses, double[] outgoing) = Problem(units: 10, dimensions: 3, samples: 100, outputs: 1);
        for (int i = 0; i < responses.Length; i++)
            responses[i] += 5;
        var matching = new ResponseMatching(10);
        matching.Add(responses);

        ResponseSelection selection = matching.Select(outgoing, 1, size: 3);

        Assert.True(Error(responses, outgoing, selection, 10, 1) < 1e-4);
        Assert.NotEqual(0, selection.Bias[0]);
        Assert.Equal(0, matching.Select(outgoing, 1, size: 4, hasBias: false).Bias[0]);
    }

    [Fact]
    public void Changed_responses_are_led_back_to_the_original_ones()
    {
        (double[] wanted, double[] outgoing) = Problem(units: 12, dimensions: 4, samples: 200, outputs: 2);
        double[] given = [.. wanted.Select(value => 3 * value + 1)];
        var matching = new ResponseMatching(12);
        matching.Add(given, wanted);

        ResponseSelection selection = matching.Select(outgoing, 2, size: 4);

        Assert.True(selection.Error < 1e-4);
        Assert.True(Error(given, outgoing, selection, 12, 2, wanted) < 1e-4);
    }

    /// <summary>One matrix serves as long as nothing differs; from then on there are three.</summary>
    [Fact]
    public void Responses_may_begin_to_differ_from_those_wanted_at_any_time()
    {
        (double[] wanted, double[] outgoing) = Problem(units: 40, dimensions: 40, samples: 300, outputs: 2);
        double[] given = [.. wanted.Select((value, i) => i < 40 * 100 ? value : value + 0.1 * Math.Sin(i))];
        var late = new ResponseMatching(40);
        late.Add(wanted.AsMemory(0, 40 * 100));
        late.Add(given.AsMemory(40 * 100), wanted.AsMemory(40 * 100));
        var early = new ResponseMatching(40);
        early.Add(given, wanted);

        ResponseSelection one = late.Select(outgoing, 2, size: 15), other = early.Select(outgoing, 2, size: 15);

        Assert.Equal(other.Units.Kept, one.Units.Kept);
        Assert.Equal(other.Error, one.Error, 1e-9);
        Assert.Equal(Error(given, outgoing, one, 40, 2, wanted), one.Error, 1e-6);
    }

    [Fact]
    public void Silent_and_repeated_units_are_not_kept()
    {
        (double[] responses, double[] outgoing) = Problem(units: 9, dimensions: 9, samples: 100, outputs: 1);
        for (int sample = 0; sample < 100; sample++)
        {
            responses[sample * 9 + 4] = 0;
            responses[sample * 9 + 7] = responses[sample * 9 + 2];
        }
        var matching = new ResponseMatching(9);
        matching.Add(responses);

        ResponseSelection selection = matching.Select(outgoing, 1, size: 9);

        Assert.Equal(7, selection.Units.Kept.Length);
        Assert.DoesNotContain(4, selection.Units.Kept);
        Assert.True(selection.Error < 1e-4);
    }

    /// <summary>
    /// Units that hardly respond on the samples: least squares gives them huge weights, which do harm where they respond more.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_ridge_keeps_nearly_silent_units_from_harm(int seed)
    {
        const int Units = 40, Outputs = 3;
        (double[] few, double[] outgoing) = Silent(60);
        (double[] others, _) = Silent(4000);
        var matching = new ResponseMatching(Units);
        matching.Add(few);
        var leftOut = new LeftOutRows(Units);
        leftOut.Add(few, few);
        ResponseSelection plain = matching.Select(outgoing, Outputs, 20), ridged = matching.Select(outgoing, Outputs, 20, true, leftOut);
        Assert.Equal(plain.Units.Kept, ridged.Units.Kept);
        double before = Error(others, outgoing, plain, Units, Outputs), now = Error(others, outgoing, ridged, Units, Outputs);
        Assert.True(now < before, $"{now} with a ridge, {before} without");

        (double[] Responses, double[] Outgoing) Silent(int samples)
        {
            // The same units in both calls: weights first, then samples.
            var random = new SplitMix64((ulong)seed);
            double[] incoming = [.. Enumerable.Range(0, Units * 8).Select(_ => random.Normal())];
            double[] sent = [.. Enumerable.Range(0, Units * Outputs).Select(_ => random.Normal())];
            random = new SplitMix64((ulong)(seed + samples));
            double[] responses = new double[samples * Units];
            for (int sample = 0; sample < samples; sample++)
            {
                double[] input = [.. Enumerable.Range(0, 8).Select(_ => random.Normal())];
                for (int unit = 0; unit < Units; unit++)
                {
                    double sum = unit % 4 == 0 ? -6 : 0;
                    for (int i = 0; i < 8; i++)
                        sum += incoming[unit * 8 + i] * input[i];
                    responses[sample * Units + unit] = Math.Max(0, sum);
                }
            }
            return (responses, sent);
        }
    }

    /// <summary>Where the kept units suffice, the ridge goes and the outputs stay as they were.</summary>
    [Fact]
    public void A_ridge_does_not_spoil_what_is_exact()
    {
        (double[] responses, double[] outgoing) = Problem(units: 30, dimensions: 6, samples: 300, outputs: 2);
        var matching = new ResponseMatching(30);
        matching.Add(responses);
        var leftOut = new LeftOutRows(30);
        leftOut.Add(responses, responses);
        ResponseSelection selection = matching.Select(outgoing, 2, 12, true, leftOut);
        Assert.InRange(Error(responses, outgoing, selection, 30, 2), 0, 1e-4);
    }

    [Fact]
    public void Wrong_sizes_and_numbers_are_refused()
    {
        var matching = new ResponseMatching(3);
        Assert.Throws<ArgumentException>(() => matching.Select(new double[3], 1, 2));
        Assert.Throws<ArgumentException>(() => matching.Add(new double[4]));
        Assert.Throws<ArgumentException>(() => matching.Add(new[] { 1, double.NaN, 2 }));
        matching.Add(new double[] { 1, 2, 3 });
        Assert.Throws<ArgumentOutOfRangeException>(() => matching.Select(new double[3], 1, 4));
        Assert.Throws<ArgumentException>(() => matching.Select(new double[4], 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResponseMatching(0));
    }

    private static (double[] Responses, double[] Outgoing) Problem(int units, int dimensions, int samples, int outputs)
    {
        var random = new Random(1);
        double[] mix = [.. Enumerable.Range(0, units * dimensions).Select(_ => random.NextDouble() - 0.5)];
        double[] responses = new double[samples * units];
        for (int sample = 0; sample < samples; sample++)
        {
            double[] hidden = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextDouble() - 0.5)];
            for (int unit = 0; unit < units; unit++)
            {
                for (int d = 0; d < dimensions; d++)
                    responses[sample * units + unit] += mix[unit * dimensions + d] * hidden[d];
            }
        }
        return (responses, [.. Enumerable.Range(0, units * outputs).Select(_ => random.NextDouble() - 0.5)]);
    }

    private static double Error(
        double[] given, double[] outgoing, ResponseSelection selection, int units, int outputs, double[]? wanted = null)
    {
        wanted ??= given;
        int samples = given.Length / units;
        double squares = 0, deviation = 0;
        for (int o = 0; o < outputs; o++)
        {
            double Output(int s) => Enumerable.Range(0, units).Sum(i => wanted[s * units + i] * outgoing[i * outputs + o]);
            double[] full = [.. Enumerable.Range(0, samples).Select(Output)];
            double mean = full.Average();
            for (int s = 0; s < samples; s++)
            {
                double few = selection.Bias[o] + selection.Units.Kept.Select(
                    (unit, j) => given[s * units + unit] * selection.Units.Outgoing[j * outputs + o]).Sum();
                squares += (few - full[s]) * (few - full[s]);
                deviation += (full[s] - mean) * (full[s] - mean);
            }
        }
        return Math.Sqrt(squares / deviation);
    }
}

namespace Polylog.Tests;

/// <summary>Coresets that follow functions which change.</summary>
public class AdaptiveCoresetTests
{
    private const int Rows = 3000;
    private const int Size = 200;
    private const int Functions = 24;

    private static readonly Measure s_points = UniformCube.Draw(Rows, 2, seed: 5);

    [Fact]
    public void Means_of_the_functions_are_those_over_all_rows()
    {
        var adaptive = new AdaptiveCoreset(s_points, Size);
        for (int state = 0; state < 3; state++)
        {
            Coreset coreset = adaptive.Refresh(Functions, Waves(state));
            Assert.True(coreset.Count <= Size);
            Assert.Equal(Rows, coreset.TotalWeight, 1e-9);
            Assert.InRange(adaptive.Distance(Functions, Waves(state)), 0, 1e-10);
            Assert.InRange(Difference(coreset, rows => s_points.Atom(rows)[0]), 0, 1e-13);
        }
        Assert.Equal(3, adaptive.Refreshes);
        Assert.Equal(6, adaptive.Passes);
    }

    [Fact]
    public void It_compresses_again_when_the_functions_have_moved_on()
    {
        var adaptive = new AdaptiveCoreset(s_points, Size) { Tolerance = 0.3 };
        Assert.True(adaptive.Update(Functions, Waves(0)));
        Coreset first = adaptive.Current;
        Assert.False(adaptive.Update(Functions, Waves(1e-6)));
        Assert.Same(first, adaptive.Current);
        Assert.InRange(adaptive.Distance(Functions, Waves(2)), 0.3, 3);
        Assert.True(adaptive.Update(Functions, Waves(2)));
        Assert.InRange(adaptive.Distance(Functions, Waves(2)), 0, 1e-10);
        Assert.Equal(2, adaptive.Refreshes);
    }

    [Fact]
    public void A_sample_tells_the_distance_for_a_part_of_a_pass()
    {
        var all = new AdaptiveCoreset(s_points, Size);
        var sampled = new AdaptiveCoreset(s_points, Size) { Sample = 1000 };
        all.Refresh(Functions, Waves(0));
        sampled.Refresh(Functions, Waves(0));
        double exact = all.Distance(Functions, Waves(2)), estimate = sampled.Distance(Functions, Waves(2));
        Assert.InRange(estimate / exact, 0.5, 2);
        Assert.Equal(1 + (1000.0 + sampled.Current.Count) / Rows, sampled.Passes, 1e-12);
    }

    [Fact]
    public void Soft_functions_are_nearer_than_without()
    {
        Coreset plain = new AdaptiveCoreset(s_points, Size).Refresh(Functions, Waves(0));
        Coreset soft = new AdaptiveCoreset(s_points, Size).Refresh(Functions, Waves(0), 2 * Functions, Both);
        Assert.True(Error(soft) < 0.6 * Error(plain), $"{Error(soft)} {Error(plain)}");

        static double Error(Coreset coreset) => Math.Sqrt(Enumerable.Range(0, 2 * Functions).Average(f =>
        {
            double[] value = new double[2 * Functions];
            double difference = Difference(coreset, row =>
            {
                Both([row], value);
                return value[f];
            });
            return difference * difference;
        }));

        static void Both(ReadOnlySpan<int> rows, Span<double> values)
        {
            double[] own = new double[Functions];
            for (int i = 0; i < rows.Length; i++)
            {
                for (int half = 0; half < 2; half++)
                {
                    Waves(0.1 + half)(rows.Slice(i, 1), own);
                    own.CopyTo(values[((2 * i + half) * Functions)..]);
                }
            }
        }
    }

    [Fact]
    public void More_functions_than_fit_are_sketched()
    {
        var adaptive = new AdaptiveCoreset(s_points, 40);
        Assert.True(Functions > adaptive.MostFunctions);
        Coreset coreset = adaptive.Refresh(Functions, Waves(0));
        Assert.True(coreset.Count <= 40);
        Assert.InRange(adaptive.Distance(Functions, Waves(0)), 0, 1e-10);
    }

    [Fact]
    public void Threads_do_not_change_it()
    {
        Coreset one = new AdaptiveCoreset(s_points, Size) { Threads = 1 }.Refresh(Functions, Waves(0), Functions, Waves(1));
        Coreset four = new AdaptiveCoreset(s_points, Size) { Threads = 4 }.Refresh(Functions, Waves(0), Functions, Waves(1));
        Assert.Equal(one.Indices.ToArray(), four.Indices.ToArray());
        Assert.Equal(one.Weights.ToArray(), four.Weights.ToArray());
    }

    [Fact]
    public void Values_can_be_given_as_a_matrix()
    {
        double[] values = new double[Rows * Functions];
        Waves(1)([.. Enumerable.Range(0, Rows)], values);
        Coreset given = new AdaptiveCoreset(s_points, Size).Refresh(values);
        Assert.Equal(new AdaptiveCoreset(s_points, Size).Refresh(Functions, Waves(1)).Indices.ToArray(), given.Indices.ToArray());
    }

    [Fact]
    public void Bad_functions_are_refused_with_the_place()
    {
        var adaptive = new AdaptiveCoreset(s_points, Size);
        Refused("Row 7, function 1 is NaN: functions must be finite; write a value for every row and function, and lower the learning rate "
            + "if the training diverges.", () => adaptive.Refresh(2, (rows, values) =>
            {
                for (int i = 0; i < values.Length; i++)
                    values[i] = rows[i / 2] == 7 && i % 2 == 1 ? double.NaN : rows[i / 2];
            }));
        Refused("Row 0, function 0 is NaN: functions must be finite; write a value for every row and function, and lower the learning rate "
            + "if the training diverges.", () => adaptive.Refresh(2, (_, _) => { }));
        Refused("All 2 functions have the same value at every row (3 for function 0): they must differ between rows; pass each row's own "
            + "values, not their mean.", () => adaptive.Refresh(2, (_, values) => values.Fill(3)));
        Refused("3001 values are not the same number for each of 3000 rows; give rows x functions values, row-major.",
            () => adaptive.Refresh(new double[Rows + 1]));
        Refused("The size is 3: it must be at least 8, twice the functions of order 1 and one more, and below the 3000 rows that have a "
            + "weight.", () => _ = new AdaptiveCoreset(s_points, 3));
        Refused("The measure has several groups or classes: an adaptive coreset has one; make one for each group's rows.",
            () => _ = new AdaptiveCoreset(s_points.WithGroups(Enumerable.Range(0, Rows).Select(i => i % 2).ToArray()), Size));
        ArgumentException many = Assert.Throws<ArgumentException>(
            () => adaptive.Refresh(Functions, Waves(0), softCount: 1_000_000, soft: (_, values) => values.Fill(1)));
        Assert.StartsWith("1000000 functions at 3000 rows take 44.7 GB, more than the ", many.Message);
        Assert.Equal(0, adaptive.Refreshes);

        static void Refused(string message, Action action)
        {
            ArgumentException fault = Assert.ThrowsAny<ArgumentException>(action);
            Assert.Equal(message, fault.Message.Split(" (Parameter")[0]);
        }
    }

    private static double Difference(Coreset coreset, Func<int, double> function)
    {
        double difference = 0;
        for (int row = 0; row < Rows; row++)
            difference -= function(row) / Rows;
        for (int i = 0; i < coreset.Count; i++)
            difference += coreset.Weights.Span[i] / coreset.TotalWeight * function(coreset.Indices.Span[i]);
        return Math.Abs(difference);
    }

    /// <summary>Waves whose lengths change with the state, times a factor of each row that neighbours do not share.</summary>
    private static RowFunctions Waves(double state) => (rows, values) =>
    {
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<double> point = s_points.Atom(rows[i]);
            double factor = Math.Sin(17.0 * rows[i] * rows[i]);
            for (int f = 0; f < Functions; f++)
            {
                (double sine, double cosine) = Math.SinCos(f);
                values[i * Functions + f] = factor * Math.Cos(4 * (1 + state) * (cosine * point[0] + sine * point[1]) + f);
            }
        }
    };
}

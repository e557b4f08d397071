namespace Polylog.Experiments.Tests;

/// <summary>Bessel functions against their integral and their identities.</summary>
public class BesselFunctionTests
{
    private const double Rounding = 2e-15;

    public static TheoryData<double> Arguments => [0, 1e-9, 0.3, 0.999, 1, 1.001, 2.5, 5.135622301840683, 11.7, 20, 28.3, 100, -3, -0.5];

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Values_are_those_of_the_integral(double x)
    {
        foreach (int order in new[] { 0, 1, 2, 5, 6, 20 })
        {
            // J_n(x) = mean of cos(n t - x sin t) over a period; the trapezoidal rule is exact to rounding once its points outnumber n +
            // |x| by far.
            const int Points = 400;
            double mean = Enumerable.Range(0, Points).Average(i => Math.Cos(order * Angle(i) - x * Math.Sin(Angle(i))));
            Assert.Equal(mean, BesselFunction.J(order, x), 5e-15);

            static double Angle(int i) => 2 * Math.PI * i / Points;
        }
    }

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Neighbours_keep_the_recurrence_and_all_squares_add_up_to_one(double x)
    {
        for (int order = 1; order < 12; order++)
        {
            Assert.Equal(
                2 * order / (x == 0 ? 1 : x) * BesselFunction.J(order, x),
                x == 0 ? 0 : BesselFunction.J(order - 1, x) + BesselFunction.J(order + 1, x),
                Rounding);
        }
        Assert.Equal(
            1,
            Math.Pow(BesselFunction.J(0, x), 2) + 2 * Enumerable.Range(1, 200).Sum(order => Math.Pow(BesselFunction.J(order, x), 2)),
            1e-14);
    }

    [Fact]
    public void Small_arguments_keep_all_digits()
    {
        // J_6(x) = (x/2)^6 / 6! (1 - (x/2)^2 / 7 + ...)
        double x = 1e-4, exact = Math.Pow(x / 2, 6) / 720 * (1 - x * x / 28);
        Assert.Equal(1, BesselFunction.J(6, x) / exact, 1e-14);
        Assert.Equal(0, BesselFunction.J(2, 5.135622301840683), Rounding);
    }

    [Fact]
    public void What_has_no_value_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BesselFunction.J(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BesselFunction.J(6, double.NaN));
    }
}

namespace Polylog.Cli.Tests;

/// <summary>The line that says where random rows would be better.</summary>
public class AdviceTests
{
    private static readonly (PanelErrors, PanelErrors) s_good = (new(0.1, 0.2), new(0.4, 0.9));
    private static readonly (PanelErrors, PanelErrors) s_alike = (new(0.4, 0.2), new(0.41, 0.9));
    private static readonly (PanelErrors, PanelErrors) s_worse = (new(0.8, 0.2), new(0.4, 0.9));

    [Fact]
    public void Nothing_is_said_where_the_coreset_is_better() =>
        Assert.Null(EvidenceLines.Advice(Evidence(s_good, s_good), Use.Any, 3, isOpen: true));

    [Theory]
    [InlineData(3, Use.Any, true,
        "for steps random rows have smaller errors; try a lower --order, --for kinked, more rows, or random rows")]
    [InlineData(3, Use.Any, false, "for steps random rows have smaller errors; try a lower --order, more rows, or random rows")]
    [InlineData(1, Use.Kinked, true, "for steps random rows have smaller errors; try more rows, or random rows")]
    public void What_is_worse_is_told_with_what_to_do(int order, Use use, bool isOpen, string advice) =>
        Assert.Equal(advice, EvidenceLines.Advice(Evidence(s_worse, s_good), use, order, isOpen));

    [Fact]
    public void What_is_no_better_is_told()
    {
        Assert.Equal("for tails it is no better than random rows; only more rows help",
            EvidenceLines.Advice(Evidence(s_good, s_alike), Use.Any, 2, isOpen: true));
        Assert.StartsWith("for tails random rows have smaller errors, for steps about the same; ",
            EvidenceLines.Advice(Evidence(s_alike, s_worse), Use.Any, 2, isOpen: true), StringComparison.Ordinal);
    }

    private static Evidence Evidence((PanelErrors, PanelErrors) steps, (PanelErrors, PanelErrors) tails) =>
        new(4, 0.1, 48, s_good.Item1, s_good.Item2) { Steps = steps, HighFrequencies = s_good, Tails = tails, TailFunctions = 2 };
}

namespace Polylog.Native.Tests;

/// <summary>Options as words key=value.</summary>
public class OptionTextTests
{
    [Fact]
    public void Every_key_sets_its_option()
    {
        var text = new OptionText(
            "size=7 fraction=0.5 tolerance=1e-3 order=2 loss=least-squares use=kinked functions=kernel effort=fast scale=range "
            + "max_weight=1.5 draw=18446744073709551615\nstrict=true threads=3");
        Assert.Equal(
            new CompressionOptions
            {
                Size = 7,
                Fraction = 0.5,
                Tolerance = 1e-3,
                Order = 2,
                Use = Use.Kinked,
                Functions = FunctionFamily.Kernel,
                Effort = Effort.Fast,
                Scale = ColumnScale.Range,
                MaxWeight = 1.5,
                Draw = ulong.MaxValue,
                Strict = true,
                Threads = 3,
            },
            text.Options);
        Assert.Same(Loss.LeastSquares, text.Loss);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \n")]
    public void No_words_are_the_defaults(string? text) => Assert.Equal(new CompressionOptions(), new OptionText(text).Options);

    [Theory]
    [InlineData("size", "'size' is no option; options are words key=value.")]
    [InlineData("size=many", "size is 'many': it must be a whole number below 2^31.")]
    [InlineData("size=3000000000", "size is '3000000000': it must be a whole number below 2^31.")]
    [InlineData("fraction=1,5", "fraction is '1,5': it must be a number.")]
    [InlineData("draw=-1", "draw is '-1': it must be a whole number from 0 to 2^64 - 1.")]
    [InlineData("use=smoth", "use is 'smoth': it must be one of any, smooth, kinked.")]
    [InlineData("loss=hinge", "loss is 'hinge': it must be one of squared, least-squares, poisson, logistic, classes.")]
    public void Bad_words_are_told(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(() => new OptionText(text)).Message);

    [Fact]
    public void Unknown_keys_are_told_with_those_there_are() =>
        Assert.StartsWith("There is no option 'sizes'; there are size, fraction,",
            Assert.Throws<ArgumentException>(() => new OptionText("sizes=3")).Message, StringComparison.Ordinal);
}

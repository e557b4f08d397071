namespace Polylog.Networks.Tests;

public sealed class FloatFormatTests
{
    [Theory]
    [InlineData(nameof(FloatFormat.Binary16))]
    [InlineData(nameof(FloatFormat.BFloat16))]
    public void Every_number_of_sixteen_bits_comes_back_as_it_was(string name)
    {
        FloatFormat format = Enum.Parse<FloatFormat>(name);
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            byte[] cell = [(byte)bits, (byte)(bits >> 8)];
            double[] value = format.Decode(cell);
            var back = new byte[2];
            format.Encode(value, back);
            if (!double.IsNaN(value[0]))
                Assert.Equal(cell, back);
            else
                Assert.True(double.IsNaN(format.Decode(back)[0]));
        }
    }

    [Fact]
    public void A_bfloat16_is_the_nearest_of_its_neighbours_and_even_at_a_tie()
    {
        var random = new Random(11);
        for (int i = 0; i < 20_000; i++)
        {
            // Random numbers, and numbers a hair beside the middle of two neighbours, where rounding twice would go wrong.
            ushort low = (ushort)random.Next(0x0001, 0x7F00);
            double down = Value(low);
            double up = Value((ushort)(low + 1));
            double middle = (down + up) / 2;
            Assert.Equal(low % 2 == 0 ? low : low + 1, FloatFormats.ToBFloat16(middle));
            Assert.Equal(low, FloatFormats.ToBFloat16(Math.BitDecrement(middle)));
            Assert.Equal(low + 1, FloatFormats.ToBFloat16(Math.BitIncrement(middle)));
            Assert.Equal(0x8000 + low + 1, FloatFormats.ToBFloat16(-Math.BitIncrement(middle)));
        }
    }

    [Theory]
    [InlineData(nameof(FloatFormat.Binary32), 1e39)]
    [InlineData(nameof(FloatFormat.Binary16), 65520)]
    [InlineData(nameof(FloatFormat.BFloat16), -3.4e38)]
    public void What_would_become_infinite_is_pointed_out(string name, double value)
    {
        FloatFormat format = Enum.Parse<FloatFormat>(name);
        Assert.Equal(1, format.FirstUnfit([double.PositiveInfinity, value]));
        Assert.Equal(-1, format.FirstUnfit([double.PositiveInfinity, 1]));
    }

    private static double Value(ushort bits) => FloatFormat.BFloat16.Decode([(byte)bits, (byte)(bits >> 8)])[0];
}

using System.Xml.Linq;

namespace Polylog.Reports.Tests;

/// <summary>Pictures as files of their own, and with odd numbers.</summary>
public class PictureTests
{
    [Fact]
    public void A_picture_is_a_file_of_its_own()
    {
        Picture picture = WeightBars.Draw([0.5, 1, 1, 1.5], limit: 2);
        var svg = XDocument.Parse(picture.Svg.ToFile(picture.Title, picture.Description));
        Assert.Equal("svg", svg.Root!.Name.LocalName);
        Assert.Contains("--c1", svg.Root.Element(svg.Root.Name.Namespace + "style")!.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1e-300, 1)]
    [InlineData(1e-9, 1e9)]
    public void Weights_of_any_range_fill_bars(double low, double high)
    {
        Picture picture = WeightBars.Draw([low, high], null);
        Assert.Equal(2, picture.Numbers.Rows.Sum(row => int.Parse(row[1], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Groups_are_sorted_and_the_rest_is_told()
    {
        (string, long, long)[] groups = [.. Enumerable.Range(1, 40).Select(i => ($"group {i}", (long)i * 10, (long)i % 3))];
        Picture picture = GroupDots.Draw(groups, "group", 2);
        Assert.Equal("group 40", picture.Numbers.Rows[0][0]);
        Assert.EndsWith("The other 16 are smaller.", picture.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void A_logarithmic_curve_leaves_out_what_has_no_place()
    {
        Picture picture = new Curves("t", "x", "y") { Logarithmic = (false, true) }
            .Draw([new Curve("one", [(1, 0), (2, 1), (3, double.NaN), (4, 10)]), new Curve("none", [])]);
        Assert.Equal(3, picture.Svg.Shapes.Split("<circle").Length - 1 - 1);
        Assert.Equal(4, picture.Numbers.Rows.Count);
    }

    [Fact]
    public void Long_text_is_cut_and_said_in_full()
    {
        var canvas = new SvgCanvas(100, 20);
        canvas.Text(0, 10, new string('w', 80), room: 60);
        Assert.Contains($"<title>{new string('w', 80)}</title>", canvas.Shapes, StringComparison.Ordinal);
        Assert.Contains("…</text>", canvas.Shapes, StringComparison.Ordinal);
    }
}

using System.Globalization;
using System.Text;

namespace Polylog.Reports;

/// <summary>Shapes and text of one picture. Colours are classes of the page's style sheet, so that light and dark pages share a
/// picture.</summary>
/// <param name="width">Units of the picture, about as many pixels at its natural size.</param>
/// <param name="height">Units of the picture.</param>
internal sealed class SvgCanvas(double width, double height)
{
    /// <summary>Width of a letter over the size of a font, as an upper estimate for most text.</summary>
    private const double LetterWidth = 0.58;

    private readonly StringBuilder _shapes = new();

    public double Width { get; } = width;

    public double Height { get; } = height;

    /// <summary>The shapes, as the inside of an svg element.</summary>
    public string Shapes => _shapes.ToString();

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        _shapes.Append(CultureInfo.InvariantCulture,
            $"<line class=\"{style}\" x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\"/>");

    public void Rectangle(double x, double y, double width, double height, string style) =>
        _shapes.Append(CultureInfo.InvariantCulture,
            $"<rect class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{Math.Max(0, width):0.##}\" "
                + $"height=\"{Math.Max(0, height):0.##}\"/>");

    public void Circle(double x, double y, double radius, string style) =>
        _shapes.Append(CultureInfo.InvariantCulture, $"<circle class=\"{style}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.##}\"/>");

    /// <summary>Dots of one size: a path of points, which takes a tenth of the bytes of as many circles.</summary>
    public void Dots(IEnumerable<(double X, double Y)> dots, double diameter, string style)
    {
        var path = new StringBuilder();
        foreach ((double x, double y) in dots)
            path.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {y:0.#}h0");
        if (path.Length > 0)
            _shapes.Append(CultureInfo.InvariantCulture, $"<path class=\"dots {style}\" stroke-width=\"{diameter:0.##}\" d=\"{path}\"/>");
    }

    /// <summary>Joined lines.</summary>
    public void Path(IEnumerable<(double X, double Y)> points, string style)
    {
        var path = new StringBuilder();
        foreach ((double x, double y) in points)
            path.Append(path.Length == 0 ? 'M' : 'L').Append(CultureInfo.InvariantCulture, $"{x:0.#} {y:0.#}");
        if (path.Length > 0)
            _shapes.Append(CultureInfo.InvariantCulture, $"<path class=\"{style}\" d=\"{path}\"/>");
    }

    /// <summary>Text, cut to a width where it is longer; the whole text is then its title.</summary>
    /// <param name="x">Where it starts, ends or has its middle.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="text">The text, of any letters.</param>
    /// <param name="room">Units that it may take.</param>
    /// <param name="anchor">start, middle or end.</param>
    /// <param name="style">A class; its font has <paramref name="size"/> units.</param>
    /// <param name="size">Size of the font.</param>
    public void Text(double x, double y, string text, double room, string anchor = "start", string style = "t", double size = 12)
    {
        if (text.Length == 0)
            return;
        string plain = PlainText.Of(text), shown = Shortened(plain, (int)(room / (LetterWidth * size)));
        // Isolated, so that a name that is read from right to left does not turn what stands beside it.
        _shapes.Append(CultureInfo.InvariantCulture,
            $"<text class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\" font-size=\"{size:0.#}\" text-anchor=\"{anchor}\">");
        if (shown != plain)
            _shapes.Append("<title>").Append(MarkupText.Escaped(plain)).Append("</title>");
        _shapes.Append(MarkupText.Escaped(shown)).Append("</text>");
    }

    /// <summary>The picture as a file of its own, with its style sheet inside.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What a reader sees who cannot see it.</param>
    public string ToFile(string title, string description) => string.Create(CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width:0.#} {Height:0.#}\" width=\"{Width:0}\" height=\"{Height:0}\" "
            + $"role=\"img\"><title>{MarkupText.Escaped(title)}</title><desc>{MarkupText.Escaped(description)}</desc>"
            + $"<style>{StyleSheet.OfPictures}</style><rect class=\"paper\" width=\"100%\" height=\"100%\"/>{Shapes}</svg>");

    private static string Shortened(string text, int letters)
    {
        var elements = new StringInfo(text);
        return elements.LengthInTextElements <= letters ? text
            : letters < 2 ? "…" : elements.SubstringByTextElements(0, letters - 1) + "…";
    }
}

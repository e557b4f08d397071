namespace Polylog.Reports;

/// <summary>A figure on top of a page.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Value">The figure.</param>
/// <param name="Note">What it means, in a few words.</param>
internal sealed record Card(string Label, string Value, string Note);

/// <summary>A part of a page: a title, sentences, and pictures or tables.</summary>
/// <param name="Title">The title.</param>
internal sealed record Section(string Title)
{
    /// <summary>Sentences, each a paragraph.</summary>
    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    /// <summary>Points below the paragraphs.</summary>
    public IReadOnlyList<Point> Points { get; init; } = [];

    /// <summary>Pictures, beside each other where there is room.</summary>
    public IReadOnlyList<Picture> Pictures { get; init; } = [];

    /// <summary>Pictures of pixels, each in the whole width.</summary>
    public IReadOnlyList<PixelPicture> PixelPictures { get; init; } = [];

    /// <summary>Tables that are always open.</summary>
    public IReadOnlyList<FactTable> Tables { get; init; } = [];

    /// <summary>Commands to copy.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];
}

/// <summary>A picture that somebody else drew, as pixels.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Description">What a reader sees who cannot see it.</param>
/// <param name="Bytes">The file.</param>
/// <param name="MediaType">Its type, such as <c>image/webp</c>.</param>
/// <param name="Width">Its width, in pixels.</param>
internal sealed record PixelPicture(string Title, string Description, byte[] Bytes, string MediaType, int Width);

/// <summary>A point of a list.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Text">What is said of it.</param>
/// <param name="Mark">Good, bad or neither; a word says it too.</param>
internal sealed record Point(string Name, string Text, Mark Mark = Mark.None);

/// <summary>Whether something is good news.</summary>
internal enum Mark
{
    None,
    Good,
    Fair,
    Bad,
}

/// <summary>A table of text and numbers.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">For each row a cell a column; the first names the row.</param>
internal sealed record FactTable(string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>For each cell behind the first of a row how strongly it is coloured, 0 .. 1; null for a table without colours.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Shades { get; init; }
}

/// <summary>A picture of shapes, and the numbers behind it.</summary>
/// <param name="Title">What it shows, as a sentence or a name.</param>
/// <param name="Description">What a reader sees who cannot see it.</param>
/// <param name="Svg">The shapes.</param>
/// <param name="Numbers">The numbers behind it.</param>
internal sealed record Picture(string Title, string Description, SvgCanvas Svg, FactTable Numbers)
{
    /// <summary>Below the picture: how to read it, and what was left out.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Whether it needs the whole width.</summary>
    public bool IsWide { get; init; }
}

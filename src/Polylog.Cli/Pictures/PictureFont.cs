using ScottPlot;
using SkiaSharp;

namespace Polylog.Cli;

/// <summary>The font of the text in pictures: a plain one that is installed.</summary>
internal static class PictureFont
{
    private static readonly string[] s_wanted = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Segoe UI", "Arial", "Helvetica"];

    private static readonly Lazy<string[]> s_installed =
        new(() => [.. SKFontManager.Default.FontFamilies.Where(name => name.Length > 0)]);

    /// <summary>Whether any font is installed; without one, pictures have no text.</summary>
    public static bool Exists => s_installed.Value.Length > 0;

    public static string Name => s_wanted.FirstOrDefault(s_installed.Value.Contains) ?? Fonts.Default;
}

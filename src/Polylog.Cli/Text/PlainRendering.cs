using Spectre.Console.Rendering;

namespace Polylog.Cli;

/// <summary>Removes control characters from text that is drawn with colours; the console's own controls are kept.</summary>
internal sealed class PlainRendering : IRenderHook
{
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(drawn => new Plain(drawn));

    private sealed class Plain(IRenderable drawn) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => drawn.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => drawn.Render(options, maxWidth).Select(segment =>
            segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(PlainText.OfLines(segment.Text), segment.Style));
    }
}

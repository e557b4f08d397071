using Spectre.Console;

namespace Polylog.Lab;

/// <summary>Shows and draws a figure, from its rows and the authors' points alone.</summary>
internal interface IFigureView
{
    /// <summary>Writes the numbers.</summary>
    void Report(IAnsiConsole console);

    /// <summary>Draws the picture.</summary>
    PictureSheet Draw();
}

using Spectre.Console;

namespace Polylog.Cli;

/// <summary>What is said and drawn of a figure, from its rows and the authors' points alone.</summary>
internal interface IFigureView
{
    /// <summary>Tells the numbers.</summary>
    void Report(IAnsiConsole console);

    /// <summary>Draws the picture.</summary>
    PictureSheet Draw();
}

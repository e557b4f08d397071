namespace Polylog.Lab;

/// <summary>Shows and draws a figure, from its rows and the authors' points alone.</summary>
internal interface IFigureView
{
    /// <summary>Adds the numbers.</summary>
    void Fill(Report report);

    /// <summary>Draws the picture.</summary>
    PictureSheet Draw();
}

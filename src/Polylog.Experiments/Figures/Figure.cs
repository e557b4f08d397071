namespace Polylog.Experiments;

/// <summary>
/// A figure of the paper as an experiment: it has a name, is made from a seed, and works out rows of numbers, unit by unit. What is drawn
/// and said about them comes from the file of rows alone.
/// </summary>
public abstract class Figure
{
    /// <summary>Its name on a command line and in file names, such as fig2.</summary>
    public abstract string Name { get; }

    /// <summary>What it shows, in a line.</summary>
    public abstract string Description { get; }

    /// <summary>Names of the files with the authors' own points.</summary>
    public abstract IReadOnlyList<string> ReferenceFiles { get; }

    /// <summary>Version of the columns and of what they mean; results of another version are not continued.</summary>
    public abstract int Layout { get; }

    /// <summary>Names of the columns of a row, those of its key first.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>The sizes and trials, a record of plain values: kept beside the rows.</summary>
    public abstract object Settings { get; }

    /// <summary>All that has to be done, in order.</summary>
    /// <param name="seed">
    /// Another seed makes other points. The numbers of a unit depend on the seed and the unit alone, times excepted.
    /// </param>
    public abstract IReadOnlyList<WorkUnit> Units(ulong seed);
}

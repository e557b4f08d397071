namespace Polylog.Networks;

/// <summary>Where an array is, for messages.</summary>
/// <param name="Name">The quoted path, or the name of the array and the path.</param>
/// <param name="SaveAgain">What to do about a damaged array.</param>
internal sealed record NpyPlace(string Name, string SaveAgain)
{
    public static NpyPlace OfFile(string path) => new($"'{path}'", "save it again with numpy.save");

    public static NpyPlace InZip(string path, string array) =>
        new($"array {ModelErrors.Quote(array)} of '{path}'", "save it again with numpy.savez");

    public ModelFileException Fault(FormattableString fault, FormattableString wayOut) =>
        new($"{Name}: {ModelErrors.Text(fault)}; {ModelErrors.Text(wayOut)}");
}

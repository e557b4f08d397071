namespace Polylog.Networks.Tests;

public sealed class ShrinkNotesTests
{
    [Theory]
    [InlineData(1, "1 unit")]
    [InlineData(3, "3 units")]
    public void Units_are_counted_in_words(int units, string words)
    {
        var notes = new ShrinkNotes();
        notes.FewerThanWanted(new LayerKey("fc1", 0, null), units, 5);
        Assert.Equal($"layer 'fc1' has {words} now instead of 5: more units do not reduce the error", Assert.Single(notes.Lines));
    }
}

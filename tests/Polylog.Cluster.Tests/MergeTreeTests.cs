using CsCheck;

namespace Polylog.Cluster.Tests;

public class MergeTreeTests
{
    /// <summary>Every result but the last is taken once, by a later task, in order.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(17)]
    [InlineData(10_000)]
    public void Each_result_is_merged_once_and_in_order(int parts)
    {
        var tree = new MergeTree(parts);
        int[] taken = [.. Enumerable.Range(0, tree.Count).SelectMany(tree.Inputs)];
        Assert.Equal(Enumerable.Range(0, tree.Last), taken);
        Assert.All(Enumerable.Range(0, tree.Count), task => Assert.All(tree.Inputs(task), input => Assert.True(input < task)));
        Assert.All(Enumerable.Range(parts, tree.Merges), task => Assert.InRange(tree.Inputs(task).Count(), 1, MergeTree.Fan));
    }

    [Fact]
    public void Parts_cover_every_row_once_and_are_about_equal()
    {
        Gen.Select(Gen.Long[0, 300].Array[1, 20].Array[1, 12], Gen.Int[1, 1000]).Sample((groups, most) =>
        {
            IReadOnlyList<PlannedPart> parts = PartCut.Cut(groups, most);
            long next = 0;
            foreach (PlannedPart part in parts)
            {
                Assert.Equal(next, part.FirstOfTable);
                Assert.True(part.Rows > 0);
                Assert.Equal(next - groups.Take(part.FirstFile).Sum(file => file.Sum()), part.FirstRow);
                next += part.Rows;
                // A part ends within a row group of its share.
                Assert.True(part.Rows <= (1.5 * most) + 300, $"{part.Rows} rows in a part of about {most}");
            }
            Assert.Equal(groups.Sum(file => file.Sum()), next);
        });
    }

    [Fact]
    public void Ten_thousand_parts_are_planned_at_once()
    {
        long[][] groups = [.. Enumerable.Range(0, 100).Select(_ => Enumerable.Repeat(122_880L, 1000).ToArray())];
        IReadOnlyList<PlannedPart> parts = PartCut.Cut(groups, 1_228_800);
        Assert.Equal(10_000, parts.Count);
        Assert.All(parts, part => Assert.Equal(1_228_800, part.Rows));
    }
}

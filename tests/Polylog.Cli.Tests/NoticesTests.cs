namespace Polylog.Cli.Tests;

/// <summary>The notices that the packages carry.</summary>
public sealed class NoticesTests
{
    /// <summary>The other tool contains these packages and more; its tests compare all lines.</summary>
    [Fact]
    public void Every_package_that_the_tool_contains_is_named_with_its_version() =>
        Assert.Empty(Notices.Shipped("polylog").Except(Notices.Named));

    /// <summary>Libraries that train models are large, and in the other tool.</summary>
    [Fact]
    public void The_tool_contains_no_library_that_trains_models() => Assert.DoesNotContain(
        Notices.Shipped("polylog"), package => package.StartsWith("Microsoft.ML ", StringComparison.Ordinal)
            || package.StartsWith("LightGBM", StringComparison.Ordinal));

    [Fact]
    public void Every_licence_that_is_named_is_printed()
    {
        const string Mark = "Licence: ";
        string[] licences =
        [
            .. Notices.Lines.Where(line => line.StartsWith(Mark, StringComparison.Ordinal)).Select(line => line[Mark.Length..]),
        ];
        Assert.NotEmpty(licences);
        Assert.All(licences.Distinct(), licence => Assert.Contains(licence, Notices.Lines));
    }
}

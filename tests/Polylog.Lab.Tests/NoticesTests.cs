namespace Polylog.Lab.Tests;

/// <summary>The notices that the packages carry.</summary>
public sealed class NoticesTests
{
    /// <summary>This tool contains all packages that the file has, and no others.</summary>
    [Fact]
    public void Every_package_that_the_tool_contains_is_named_with_its_version() => Assert.Equal(
        Notices.Shipped("polylog-lab").Order(StringComparer.Ordinal), Notices.Named.Order(StringComparer.Ordinal));
}

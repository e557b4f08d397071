using System.Reflection;
using Polylog.Cli.Tests;
using PublicApiGenerator;

namespace Polylog.Architecture.Tests;

/// <summary>What packages offer is an approved text: whoever changes it reads the new one as a whole.</summary>
public class PublicApiTests
{
    private const string Approve = "POLYLOG_APPROVE";

    /// <summary>Serializers that Orleans makes while it builds, which nobody calls.</summary>
    private const string Generated = "OrleansCodeGen";

    /// <summary>A first user of a package can read all of it.</summary>
    private const int MostTypes = 20;

    [Theory]
    [InlineData("Polylog.Core")]
    [InlineData("Polylog.ML")]
    [InlineData("Polylog.Networks")]
    [InlineData("Polylog.Cluster")]
    [InlineData("Polylog.Reports")]
    public void Listing_is_as_approved(string assembly)
    {
        var options = new ApiGeneratorOptions { IncludeAssemblyAttributes = false };
        options.DenyNamespacePrefixes = [.. options.DenyNamespacePrefixes, Generated];
        string listing = Assembly.Load(assembly).GeneratePublicApi(options).ReplaceLineEndings("\n");
        string file = Path.Combine(Repository.Root, "tests", "Polylog.Architecture.Tests", "Approved", $"{assembly}.txt");
        if (Environment.GetEnvironmentVariable(Approve) == "1")
            File.WriteAllText(file, listing);
        string approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        Assert.True(listing == approved,
            $"{file} differs from the listing below; read it, and run once with {Approve}=1 to approve it.\n{listing}");
    }

    [Theory]
    [InlineData("Polylog.Core")]
    [InlineData("Polylog.ML")]
    [InlineData("Polylog.Networks")]
    [InlineData("Polylog.Cluster")]
    [InlineData("Polylog.Reports")]
    public void A_package_has_few_public_types(string assembly)
    {
        string[] types =
        [
            .. Assembly.Load(assembly).GetExportedTypes()
                .Where(type => type.Namespace?.StartsWith(Generated, StringComparison.Ordinal) != true)
                .Select(type => type.Name)
                .Order(),
        ];
        Assert.True(types.Length <= MostTypes, $"{assembly} has {types.Length} public types: {string.Join(", ", types)}");
    }

    [Theory]
    [InlineData("Polylog.Output")]
    public void A_package_for_packages_has_no_public_types(string assembly) => Assert.Empty(Assembly.Load(assembly).GetExportedTypes());
}

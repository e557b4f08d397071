using System.Reflection;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Polylog.Architecture.Tests;

/// <summary>Every type that a user of a package starts with shows how, and what it shows compiles.</summary>
public class ExampleTests
{
    /// <summary>Types that come back from a call, or that are told to a user: nobody starts with them.</summary>
    private static readonly string[] s_results =
    [
        "Polylog.Certificate", "Polylog.Coreset", "Polylog.StreamedCoreset",
        "Polylog.ML.CompressedDataView",
        "Polylog.Networks.IUnitSum", "Polylog.Networks.LayerChange", "Polylog.Networks.LayerInfo", "Polylog.Networks.ModelDifference",
        "Polylog.Networks.UnitSelection",
        "Polylog.Reports.Fact", "Polylog.Reports.Gap", "Polylog.Reports.Heading", "Polylog.Reports.NextStep", "Polylog.Reports.Report",
        "Polylog.Reports.ReportItem", "Polylog.Reports.Verdict",
        "Polylog.Cluster.JobStatus", "Polylog.Cluster.RunningTask",
    ];

    /// <summary>What a new project of the SDK has without being told, and the namespace of the package.</summary>
    private static readonly string[] s_usings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks", "Polylog"];

    public static TheoryData<string, string> Packages => new()
    {
        { "Polylog.Core", "" },
        { "Polylog.ML", "Microsoft.ML;Polylog.ML" },
        { "Polylog.Networks", "Polylog.Networks" },
        { "Polylog.Reports", "Polylog.Reports" },
        { "Polylog.Cluster", "Orleans;Orleans.Hosting;Polylog.Cluster" },
    };

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_entry_point_has_an_example(string assembly, string usings)
    {
        Assert.NotNull(usings);
        string[] documented = [.. Examples(assembly).Select(example => example.Member)];
        string[] faults = [.. Assembly.Load(assembly).GetExportedTypes().Where(IsEntry).SelectMany(type => Missing(type, documented))];
        Assert.True(faults.Length == 0,
            $"add an <example> with <code> to these members of {assembly}, or list the type as a result:\n{string.Join('\n', faults)}");
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void Examples_compile(string assembly, string usings)
    {
        string start = string.Concat(s_usings.Concat(usings.Split(';', StringSplitOptions.RemoveEmptyEntries)).Distinct()
            .Select(name => $"using {name};\n"));
        (string Member, string Code)[] examples = [.. Examples(assembly)];
        Assert.NotEmpty(examples);
        string[] faults = [.. examples.SelectMany(example => Errors(start + example.Code).Select(error => $"{example.Member}: {error}"))];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    /// <summary>The checks themselves see what is wrong.</summary>
    [Fact]
    public void An_example_that_does_not_compile_and_a_type_without_one_are_found()
    {
        Assert.Empty(Errors("using Polylog;\n_ = new Measure(new double[4], dimension: 2);"));
        Assert.NotEmpty(Errors("using Polylog;\n_ = new Measure(new double[4], dimensions: 2);"));
        // Internal types are not for users.
        Assert.NotEmpty(Errors("using Polylog;\n_ = new SplitMix64(1);"));
        Assert.Equal(["T:Polylog.Measure"], Missing(typeof(Measure), ["M:Polylog.MeasureTool.Run"]));
        Assert.Equal(["M:Polylog.MomentCompressor.Explain"],
            Missing(typeof(MomentCompressor), ["M:Polylog.MomentCompressor.Compress(Polylog.Measure)"]));
    }

    private static bool IsEntry(Type type) => type is { IsEnum: false, IsValueType: false, IsNested: false }
        && !type.IsSubclassOf(typeof(Exception)) && !type.IsSubclassOf(typeof(Delegate))
        && type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) != true
        && !s_results.Contains(type.FullName);

    /// <summary>
    /// Where examples are missing: a type needs one, on itself or on a member. So does every method of a static class that has none itself,
    /// once for all overloads.
    /// </summary>
    private static IEnumerable<string> Missing(Type type, string[] documented)
    {
        if (documented.Contains($"T:{type.FullName}"))
            return [];
        if (!type.IsAbstract || !type.IsSealed)
        {
            string inside = $":{type.FullName}.";
            return documented.Any(member => member[1..].StartsWith(inside, StringComparison.Ordinal)) ? [] : [$"T:{type.FullName}"];
        }
        return type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(method => $"M:{type.FullName}.{method.Name}")
            .Distinct()
            .Where(name => !documented.Any(member => member == name || member.StartsWith($"{name}(", StringComparison.Ordinal)
                || member.StartsWith($"{name}``", StringComparison.Ordinal)));
    }

    /// <summary>The code in the documentation that an assembly is built with, as users see it.</summary>
    private static IEnumerable<(string Member, string Code)> Examples(string assembly) =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{assembly}.xml")).Descendants("member")
            .SelectMany(member => member.Descendants("example").Descendants("code")
                .Select(code => (member.Attribute("name")!.Value, code.Value)));

    // As the program of a user: of another assembly, to which nothing internal is visible.
    private static string[] Errors(string code)
    {
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create("Example", [CSharpSyntaxTree.ParseText(code)], s_references.Value, options);
        return
        [
            .. compilation.GetDiagnostics()
                .Where(one => one.Severity == DiagnosticSeverity.Error || one.Id.StartsWith("CS86", StringComparison.Ordinal))
                .Select(one => one.ToString()),
        ];
    }

    private static readonly Lazy<MetadataReference[]> s_references = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(file => MetadataReference.CreateFromFile(file)),
    ]);
}

using Mono.Cecil;

namespace Polylog.Architecture.Tests;

/// <summary>A type that needs many things is several types, or takes them by name.</summary>
public class ConstructorTests
{
    private const int MostParameters = 6;

    [Theory]
    [InlineData("Polylog.Core.dll")]
    [InlineData("Polylog.Tables.dll")]
    [InlineData("Polylog.Networks.dll")]
    [InlineData("Polylog.ML.dll")]
    [InlineData("Polylog.Native.dll")]
    [InlineData("Polylog.Experiments.dll")]
    [InlineData("polylog.dll")]
    [InlineData("polylog-lab.dll")]
    public void Constructors_have_at_most_six_parameters(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly));
        string[] faults =
        [
            .. module.Types.SelectMany(References.WithNested)
                .Where(type => !type.Name.Contains('<'))
                .SelectMany(type => type.Methods)
                .Where(method => method.IsConstructor && method.Parameters.Count > MostParameters)
                .Select(method => $"{method.DeclaringType.Name} takes {method.Parameters.Count}"),
        ];
        Assert.True(faults.Length == 0, $"more than {MostParameters} parameters: {string.Join(", ", faults)}");
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Polylog.Lab.Tests;

/// <summary>Models on a target with less noise.</summary>
public sealed class EvaluateSmoothTests : IDisposable
{
    private const int Rows = 1500;

    private readonly TemporaryFolder _folder = new();
    private readonly string _input;

    public EvaluateSmoothTests()
    {
        var text = new StringBuilder("x,z,y,kind\n");
        var random = new Random(1);
        for (int i = 0; i < Rows; i++)
        {
            double x = random.NextDouble() * 4 - 2, z = random.NextDouble();
            double noise = random.NextDouble() + random.NextDouble() - 1;
            text.Append(CultureInfo.InvariantCulture, $"{x:R},{z:R},{Math.Sin(x) + z * z + noise:R},{(i % 2 == 0 ? "a" : "b")}\n");
        }
        _input = _folder.Text("t.csv", text.ToString());
    }

    [Fact]
    public void Evaluate_says_which_target_to_take()
    {
        string[] asked = ["evaluate", _input, "--columns", "x,z", "--target", "y", "--size", "60", "--draws", "2", "--models",
            "network,fasttree"];
        string text = Lab.Run([.. asked, "--smooth-target"]).Succeeded().Output;
        Assert.Matches(@"\n +model +coreset +smooth target +lower by +gap closed *\n", text);
        Assert.Matches(@"\n +network +0\.\d+ +0\.\d+ +-?0\.\d+ ±0\.\d+ +-?\d+% ±\d+% *\n", text);
        Assert.Matches(@"\ntake            (the smooth target|the target itself|either target)", text);
        Assert.All(text.Split('\n').Where(line => line.StartsWith(' ')), line => Assert.InRange(line.Length, 0, 80));
        JsonElement model = JsonDocument.Parse(Lab.Run([.. asked, "--smooth-target", "--json"]).Succeeded().Output).RootElement
            .GetProperty("models")[0];
        Assert.Equal(3, model.GetProperty("smooth").GetProperty("fits").GetArrayLength());
        // The noise is most of the error of a network on 60 rows.
        Assert.InRange(model.GetProperty("smoothBetter").GetProperty("value").GetDouble(), 0, 1);
        Assert.DoesNotContain("\ntake ", Lab.Run([.. asked, "--splits", "1"]).Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("\ntake            too few splits to tell",
            Lab.Run([.. asked, "--smooth-target", "--splits", "1", "-o", _folder["e"]]).Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains(",network,smooth,0,", File.ReadAllText(Path.Combine(_folder["e"], "evaluation.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_smooths_numbers_only() => Assert.Equal(
        "polylog-lab: --smooth-target cannot be combined with --loss classes, which is not for plain numbers; use --loss squared, or leave "
            + "--smooth-target out (see polylog-lab evaluate --help)",
        Lab.Fails(2, ["evaluate", _input, "--target", "kind", "--loss", "classes", "--smooth-target"]));

    public void Dispose() => _folder.Dispose();
}

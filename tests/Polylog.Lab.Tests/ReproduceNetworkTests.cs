using System.Xml.Linq;

namespace Polylog.Lab.Tests;

/// <summary>The figures that train networks, at the tiny scale.</summary>
public sealed class ReproduceNetworkTests : IDisposable
{
    private const string Curves =
        "epoch,train_loss_full,test_loss_full,train_loss_compressed,test_loss_compressed,train_loss_random,test_loss_random\n"
            + "0,9,5,9,5,9,5\n3,9,0.1,9,0.2,9,0.3\n";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("fig4", "Rprop 0.01, batch 128", new[] { "fig4_adamw_lr0.0001.csv", "fig4_sgd_lr0.0005.csv" })]
    [InlineData("fig7", "Adam 0.001, batch 16", new[] { "fig7_attention_lr0.0001.csv" })]
    public void Curves_are_drawn_and_their_distances_shown(string name, string rule, string[] references)
    {
        foreach (string file in references)
            _folder.Text(file, Curves);
        string text = Reproduce(name);
        Assert.Contains(rule, text, StringComparison.Ordinal);
        Assert.Contains("worst epoch", text, StringComparison.Ordinal);
        Assert.Contains("\nauthors         not shown: their curves have the settings of --scale full\n", text, StringComparison.Ordinal);
        Check(name);
        // Drawn again from the existing rows, without the authors' points.
        Assert.Contains("parts were already computed",
            Lab.Run("reproduce", name, "--scale", "tiny", "-o", _folder["results"]).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Widths_are_compared_with_the_authors()
    {
        _folder.Text("fig5b_width_scaling.csv",
            "width,width_compressed,full_mean,full_std,compressed_mean,compressed_std,trials\n"
                + "512,362,0.4,0,0.8,0,10\n1024,512,0.2,0,0.4,0,10\n2048,724,0.1,0,0.2,0,10\n");
        string text = Reproduce("fig5b");
        // Half the loss for twice the width is an exponent of 1 in the width, and of 2 in its square root.
        Assert.Contains("authors' 1.000 +- 0.000", text, StringComparison.Ordinal);
        Assert.Contains("2.00", text, StringComparison.Ordinal);
        Assert.Contains("units d", text, StringComparison.Ordinal);
        Check("fig5b");
    }

    public void Dispose() => _folder.Dispose();

    private string Reproduce(string name) =>
        Lab.Run("reproduce", name, "--scale", "tiny", "-o", _folder["results"], "--reference", _folder.FullPath).Succeeded().Output;

    private void Check(string name)
    {
        Assert.Equal(["experiment.json", $"{name}.csv", $"{name}.png", $"{name}.svg"],
            Directory.GetFiles(_folder["results"]).Select(Path.GetFileName).Order());
        Assert.Equal("PNG"u8.ToArray(), File.ReadAllBytes(Path.Combine(_folder["results"], $"{name}.png"))[1..4]);
        Assert.True(XDocument.Load(Path.Combine(_folder["results"],
            $"{name}.svg")).Descendants().Count(element => element.Name.LocalName == "path") > 20);
    }
}

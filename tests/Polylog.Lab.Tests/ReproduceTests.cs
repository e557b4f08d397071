using System.Xml.Linq;

namespace Polylog.Lab.Tests;

/// <summary>Figures of the paper, at the tiny scale.</summary>
public sealed class ReproduceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("fig2", "fig2_error_scaling.csv", "m,k,d,error_mean,error_std,trials\n1,1,1000,3e-7,1e-8,20\n2,2,4000,1e-9,1e-9,20\n",
        "exponent")]
    [InlineData("fig5a", "fig5a_dataset_scaling.csv",
        "d,d_compressed,full_mean,full_std,compressed_mean,compressed_std,trials\n"
            + "256,256,0.3,0.1,0.3,0.1,20\n512,362,0.2,0.1,0.2,0.1,20\n1024,512,0.1,0.1,0.1,0.1,20\n",
        "times the exponent in d")]
    [InlineData("fig6", "fig6_runtime.csv", "m,k,d,seconds_m4pro,trials\n1,5,1000,100,10\n3,5,4000,100,10\n", "time grows like d^p")]
    [InlineData("fig8", "fig8_polylog.csv", "m,order,d,trial,error\n1,7,1000,0,3e-14\n2,7,4000,0,0\n", "weights above 0")]
    public void Makes_rows_and_pictures_and_shows_the_numbers(string name, string reference, string authors, string said)
    {
        _folder.Text(reference, authors);
        string output = _folder["results"];
        string text = Lab.Run("reproduce", name, "--scale", "tiny", "-o", output, "--reference", _folder.FullPath).Succeeded().Output;
        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Contains("authors'", text, StringComparison.Ordinal);
        Assert.Equal(["experiment.json", $"{name}.csv", $"{name}.png", $"{name}.svg"],
            Directory.GetFiles(output).Select(Path.GetFileName).Order());
        CheckPictures(name);

        byte[] rows = File.ReadAllBytes(Path.Combine(output, $"{name}.csv"));
        string again = Lab.Run("reproduce", name.ToUpperInvariant(), "--scale", "tiny", "-o", output).Succeeded().Output;
        Assert.Contains("parts were already computed", again, StringComparison.Ordinal);
        Assert.Equal(rows, File.ReadAllBytes(Path.Combine(output, $"{name}.csv")));
        CheckPictures(name);
    }

    [Fact]
    public void Training_curves_are_drawn_with_the_authors_curves()
    {
        const string Authors =
            "epoch,train_loss_full,test_loss_full,train_loss_compressed,test_loss_compressed,train_loss_random,test_loss_random\n"
                + "0,9,5,9,5,9,5\n5,9,0.1,9,0.2,9,0.3\n";
        _folder.Text("fig3_sgd_fullbatch_lr0.05.csv", Authors);
        string[] reproduce = ["reproduce", "fig3", "--scale", "tiny", "-o", _folder["results"], "--reference", _folder.FullPath];
        Assert.Equal(
            $"polylog-lab: there is no fig3_adamw_batch256_lr0.001.csv in '{_folder.FullPath}'; give the folder with the authors' data "
                + "files, or leave --reference out",
            Lab.Fails(1, reproduce));
        _folder.Text("fig3_adamw_batch256_lr0.001.csv", Authors);
        string text = Lab.Run(reproduce).Succeeded().Output;
        Assert.Equal(2 * 3, text.Split('\n').Count(line => line.TrimStart().StartsWith("authors' ", StringComparison.Ordinal)));
        // The losses are 0.2 and 0.1: a distance of ln 2, and a difference of 100%.
        Assert.Contains("69.31%", text, StringComparison.Ordinal);
        Assert.Contains("100%", text, StringComparison.Ordinal);
        CheckPictures("fig3");
    }

    [Fact]
    public void All_figures_are_on_one_page()
    {
        string[] names = ["fig2", "fig3", "fig4", "fig5a", "fig5b", "fig6", "fig7", "fig8"];
        string page = _folder["figures.html"];
        string text = Lab.Run("reproduce", "all", "--scale", "tiny", "-o", _folder["results"], "--report", page).Succeeded().Output;
        Assert.All(names, name => Assert.True(File.Exists(Path.Combine(_folder["results"], name, $"{name}.png")), name));
        Assert.Contains($"\nreport          {page}\n", text, StringComparison.Ordinal);
        string html = File.ReadAllText(page);
        Assert.InRange(html.Length, 100_000, 1_500_000);
        Assert.Equal(names.Length, html.Split("src=\"data:image/webp;base64,UklGR").Length - 1);
        Assert.Contains("<h2>Figure 5a: ", html, StringComparison.Ordinal);
        Assert.Contains("time grows like d^p", html, StringComparison.Ordinal);
        Assert.Contains("reproduce all --scale tiny", html, StringComparison.Ordinal);
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_is_no_page_is_refused_before_the_work()
    {
        Assert.Equal("polylog-lab: --report is 'figures.pdf'; a report is a page, give a file that ends in .html",
            Lab.Fails(1, "reproduce", "fig6", "-o", _folder["results"], "--report", "figures.pdf"));
        Assert.False(Directory.Exists(_folder["results"]));
    }

    [Fact]
    public void The_folder_of_another_experiment_is_refused()
    {
        string output = _folder["results"];
        Lab.Run("reproduce", "fig6", "--scale", "tiny", "-o", output).Succeeded();
        Assert.Equal(
            $"polylog-lab: '{output}' holds the results of another experiment (seed 1, not 2); choose another folder with --output",
            Lab.Fails(1, "reproduce", "fig6", "--scale", "tiny", "-o", output, "--seed", "2"));
        Assert.Equal(
            $"polylog-lab: '{output}' holds the results of another experiment (figure fig6, not fig8); choose another folder with --output",
            Lab.Fails(1, "reproduce", "fig8", "--scale", "tiny", "-o", output));
    }

    [Fact]
    public void Missing_files_of_the_authors_are_refused_before_the_work()
    {
        const string Otherwise = "give the folder with the authors' data files, or leave --reference out";
        Assert.Equal($"polylog-lab: there is no folder 'nowhere'; {Otherwise}", Fails("nowhere"));
        Assert.Equal($"polylog-lab: there is no fig8_polylog.csv in '{_folder.FullPath}'; {Otherwise}", Fails(_folder.FullPath));
        string file = _folder.Text("fig8_polylog.csv", "m,order,d,trial,error\n1,7,1000,0,small\n");
        Assert.Equal($"polylog-lab: line 2 of '{file}' has 'small' in column 'error'; it must be a number, correct or replace the file",
            Fails(_folder.FullPath));
        Assert.False(Directory.Exists(_folder["results"]));

        string Fails(string reference) => Lab.Fails(1, "reproduce", "fig8", "-o", _folder["results"], "--reference", reference);
    }

    [Fact]
    public void A_file_in_the_way_is_one_line() =>
        Assert.Equal($"polylog-lab: '{_folder.Text("file", "")}' is a file; give a folder with --output",
            Lab.Fails(1, "reproduce", "fig2", "-o", _folder["file"]));

    public void Dispose() => _folder.Dispose();

    private void CheckPictures(string name)
    {
        byte[] png = File.ReadAllBytes(Path.Combine(_folder["results"], $"{name}.png"));
        Assert.Equal("PNG"u8.ToArray(), png[1..4]);
        var svg = XDocument.Load(Path.Combine(_folder["results"], $"{name}.svg"));
        // A panel for each m, and the lines of the legend.
        Assert.True(svg.Descendants().Count(element => element.Name.LocalName == "path") > 20);
    }
}

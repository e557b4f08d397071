using System.Diagnostics;
using Polylog.Networks.Tests;

namespace Polylog.Cli.Tests;

/// <summary>
/// Pipes, devices and folders in place of the files of <c>shrink</c> are refused: it neither waits for them nor replaces them.
/// </summary>
public sealed class SpecialFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("pipe.onnx", "'{0}' is a pipe; copy what comes from it to a file, and give that")]
    [InlineData("pipe.safetensors", "'{0}' is a pipe; copy what comes from it to a file, and give that")]
    [InlineData("zero.onnx", "'{0}' is a device; copy what comes from it to a file, and give that")]
    [InlineData("zero.safetensors", "'{0}' is a device; copy what comes from it to a file, and give that")]
    [InlineData("folder.onnx", "'{0}' is a folder; give the file")]
    [InlineData("folder.safetensors", "'{0}' is a folder; give the file")]
    public void As_a_model(string name, string message) =>
        Assert.Equal($"polylog: {Place(name, message)}", Cli.Fails(1, "shrink", _folder[name], "--list"));

    [Theory]
    [InlineData("pipe.npy", "'{0}' is a pipe; copy what comes from it to a file, and give that")]
    [InlineData("zero.npy", "'{0}' is a device; copy what comes from it to a file, and give that")]
    [InlineData("folder.npy", "'{0}' is a folder; give the file")]
    public void As_calibration_inputs(string name, string message) => Assert.Equal($"polylog: {Place(name, message)}",
        Cli.Fails(1, "shrink", Model(), "-o", _folder["small.onnx"], "--width", "10", "--calibration", _folder[name]));

    [Theory]
    [InlineData("pipe.onnx", "'{0}' is a pipe; give the name of a file to write")]
    [InlineData("folder.onnx", "'{0}' is a folder; give the name of a file to write")]
    public void As_an_output(string name, string message)
    {
        string expected = Place(name, message);
        string[] before = [.. _folder.Names, "model.onnx"];
        Assert.Equal($"polylog: {expected}", Cli.Fails(1, "shrink", Model(), "-o", _folder[name], "--width", "10"));
        Assert.Equal(before.Order(StringComparer.Ordinal), _folder.Names);
        // A model in its place would have bytes.
        Assert.True(Directory.Exists(_folder[name]) || new FileInfo(_folder[name]).Length == 0);
    }

    [Fact]
    public void As_data_beside_a_model()
    {
        string message = Place("pipe.bin", "'{0}' is a pipe; copy what comes from it to a file, and give that");
        string model = new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3).External("w1", [5, 20], "pipe.bin", 0, 400)
            .Weights("w2", 20, 3)
            .Node("MatMul", ["x", "w1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "y").Save(_folder.FullPath);
        Assert.Equal($"polylog: {message}", Cli.Fails(1, "shrink", model, "-o", _folder["small.onnx"], "--width", "10"));
    }

    public void Dispose() => _folder.Dispose();

    // Puts what a name says in its place, and the name into a message.
    private string Place(string name, string message)
    {
        if (name.StartsWith("folder", StringComparison.Ordinal))
        {
            Directory.CreateDirectory(_folder[name]);
        }
        else
        {
            Assert.SkipUnless(OperatingSystem.IsLinux() || OperatingSystem.IsMacOS(), "pipes and devices are files on Unix only");
            if (name.StartsWith("pipe", StringComparison.Ordinal))
            {
                using Process make = Process.Start("mkfifo", [_folder[name]]);
                make.WaitForExit();
            }
            else
            {
                File.CreateSymbolicLink(_folder[name], "/dev/zero");
            }
        }
        return string.Format(System.Globalization.CultureInfo.InvariantCulture, message, _folder[name]);
    }

    private string Model() => new OnnxBuilder().Input("x", -1, 5).Output("y", -1, 3).Weights("w1", 5, 20).Weights("w2", 20, 3)
        .Node("MatMul", ["x", "w1"], "z", "hidden").Node("Relu", ["z"], "a").Node("MatMul", ["a", "w2"], "y").Save(_folder.FullPath);
}

using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.OnnxRuntime;

namespace Polylog.Networks;

/// <summary>Starts ONNX Runtime such that it sends nothing, stores nothing and prints nothing.</summary>
/// <remarks>
/// From version 1.29 on, the official builds collect telemetry on all systems: they keep a device id and a queue of events in the home
/// folder, and send them to Microsoft. The runtime reads the variable that turns this off when its environment is made, from the C
/// library's copy of the process's environment, which .NET does not write to on Unix.
/// </remarks>
internal static class RuntimeStart
{
    /// <summary>Failures are thrown as exceptions, so the runtime should not also print them.</summary>
    public const OrtLoggingLevel Severity = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

    private const string Variable = "ORT_DISABLE_TELEMETRY";

    private static readonly Lazy<OrtEnv> s_environment = new(Create);

    /// <summary>Starts the runtime if it has not been; to be called before anything else of it.</summary>
    public static void Ensure() => _ = s_environment.Value;

    private static OrtEnv Create()
    {
        SetVariable(Variable, "1");
        var options = new EnvironmentCreationOptions { logId = "polylog", logLevel = Severity };
        // A program that uses the runtime itself may have started it before.
        OrtEnv environment = OrtEnv.IsCreated ? OrtEnv.Instance() : OrtEnv.CreateInstanceWithOptions(ref options);
        environment.DisableTelemetryEvents();
        return environment;
    }

    private static void SetVariable(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        int fault = OperatingSystem.IsWindows() ? SetOnWindows(Terminated(name), Terminated(value))
            : SetOnUnix(Terminated(name), Terminated(value), overwrite: 1);
        if (fault != 0)
            throw new InvalidOperationException($"The environment variable {name} cannot be set, so ONNX Runtime is not started.");
    }

    private static byte[] Terminated(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    [DllImport("libc", EntryPoint = "setenv")]
    private static extern int SetOnUnix(byte[] name, byte[] value, int overwrite);

    [DllImport("ucrtbase", EntryPoint = "_putenv_s")]
    private static extern int SetOnWindows(byte[] name, byte[] value);
}

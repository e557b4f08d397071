using BenchmarkDotNet.Running;
using Polylog.Benchmarks;

// dotnet run -c Release --project benchmarks/Polylog.Benchmarks -- [accuracy | memory | BenchmarkDotNet arguments]
switch (args.FirstOrDefault())
{
    case "accuracy":
        Accuracy.Print();
        break;
    case "memory":
        PeakMemory.Print();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Problem).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
        break;
}

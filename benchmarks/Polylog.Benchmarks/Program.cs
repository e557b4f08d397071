using BenchmarkDotNet.Running;
using Polylog.Benchmarks;

// dotnet run -c Release --project benchmarks/Polylog.Benchmarks -- [accuracy | adaptive <table.csv>... | choices [<dimension>...] |
// claims [<table.csv>...] | cluster | losses | memory | networks | pruning MODEL.onnx CALIBRATION.npy FRESH.npy [fraction] [--layers a,b]
// [--inputs n] [--methods a,b] | report-pictures <folder> | scaling | smooth [<table.csv>...] | tolerance [plan] [<table.csv>...] |
// training | trees <table.csv> |
// weights | wide [--seed S] [--sizes 125,500] [--rows 4000 | --all-rows] [--table NAME...] [<table.csv>...] | BenchmarkDotNet arguments]
switch (args.FirstOrDefault())
{
    case "accuracy":
        Accuracy.Print();
        break;
    case "adaptive" when args.Length > 1:
        AdaptiveTrials.Print(args[1..]);
        break;
    case "choices":
        Choices.Print(args.Length > 1 ? [.. args.Skip(1).Select(int.Parse)] : [1, 2, 3, 4, 5, 6]);
        break;
    case "claims":
        ClaimTrials.Print(args[1..]);
        break;
    case "cluster":
        ClusterSimulation.Print();
        break;
    case "losses":
        LossErrors.Print();
        break;
    case "networks":
        NetworkErrors.Print();
        break;
    case "pruning":
        PruningTrials.Print(args[1..]);
        break;
    case "report-pictures" when args.Length == 2:
        ReportPictures.Write(args[1]);
        break;
    case "scaling":
        Scaling.Print();
        break;
    case "smooth":
        SmoothTrials.Print(args[1..]);
        break;
    case "streaming":
        StreamingErrors.Print(args[1..]);
        break;
    case "tolerance":
        ToleranceTrials.Print(args[1..]);
        break;
    case "training":
        TrainingSpeed.Print();
        break;
    case "trees" when args.Length == 2:
        TreeTrials.Print(args[1]);
        break;
    case "weights":
        WeightedErrors.Print();
        break;
    case "wide":
        WideTrials.Print(args[1..]);
        break;
    case "memory":
        PeakMemory.Print();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Problem).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
        break;
}

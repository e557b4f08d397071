using System.Runtime.InteropServices;
using System.Text;

namespace Polylog.Native;

/// <summary>The functions of the header for tables and coresets.</summary>
internal static unsafe class CoresetExports
{
    private const int Abi = 1;

    // Never freed: the caller may keep the pointer.
    private static readonly nint s_version = Marshal.StringToCoTaskMemUTF8(typeof(Coreset).Assembly.GetName().Version!.ToString(3));

    [UnmanagedCallersOnly(EntryPoint = "polylog_abi")]
    public static int AbiVersion() => Abi;

    [UnmanagedCallersOnly(EntryPoint = "polylog_version")]
    public static nint Version() => s_version;

    [UnmanagedCallersOnly(EntryPoint = "polylog_compress")]
    public static int Compress(
        RowsView* rows, byte* options, delegate* unmanaged<double, void*, int> watch, void* state, nint* result,
        byte* error, long errorSize) =>
        NativeCall.Run(new ErrorBuffer(error, errorSize), new Watch(watch, state), (progress, cancellation) =>
        {
            *Given(result) = 0;
            var given = new OptionText(NativeCall.Text(options));
            Measure measure = Given(rows)->ToMeasure(given.Loss);
            Coreset coreset = MomentCompressor.Compress(measure, given.Options with { Progress = progress }, cancellation);
            *result = NativeCall.Handle(new KeptRows(coreset, measure.Count));
        });

    [UnmanagedCallersOnly(EntryPoint = "polylog_coreset_summary")]
    public static int Summary(nint coreset, CoresetSummary* summary, byte* error, long errorSize) =>
        NativeCall.Run(new ErrorBuffer(error, errorSize), () =>
        {
            KeptRows kept = NativeCall.Object<KeptRows>(coreset);
            if (Given(summary)->StructSize != sizeof(CoresetSummary))
                throw new ArgumentException("struct_size is not that of polylog_summary: the program was made with another polylog.h.");
            *summary = kept.Summary with { StructSize = sizeof(CoresetSummary) };
        });

    [UnmanagedCallersOnly(EntryPoint = "polylog_coreset_copy")]
    public static int Copy(nint coreset, long* indices, double* weights, byte* error, long errorSize) =>
        NativeCall.Run(new ErrorBuffer(error, errorSize), () =>
        {
            KeptRows kept = NativeCall.Object<KeptRows>(coreset);
            if (indices is not null)
                kept.Indices.Span.CopyTo(new Span<long>(indices, kept.Indices.Length));
            if (weights is not null)
                kept.Weights.Span.CopyTo(new Span<double>(weights, kept.Weights.Length));
        });

    [UnmanagedCallersOnly(EntryPoint = "polylog_coreset_text")]
    public static long Text(nint coreset, int which, byte* text, long textSize)
    {
        string found = coreset == 0 || GCHandle.FromIntPtr(coreset).Target is not KeptRows kept ? ""
            : which == 0 ? kept.Message : kept.Evidence;
        return NativeCall.Write(found, text, textSize);
    }

    [UnmanagedCallersOnly(EntryPoint = "polylog_certify")]
    public static int Certify(
        RowsView* all, RowsView* kept, byte* options, delegate* unmanaged<double, void*, int> watch, void* state,
        byte* json, long jsonSize, long* needed, byte* error, long errorSize) =>
        NativeCall.Run(new ErrorBuffer(error, errorSize), new Watch(watch, state), (progress, cancellation) =>
        {
            var given = new OptionText(NativeCall.Text(options));
            Measure full = Given(all)->ToMeasure(given.Loss), few = Given(kept)->ToMeasure(given.Loss);
            Evidence evidence = Evidence.Between(full, few, given.Options.Order ?? 0, given.Options.Use, progress, cancellation);
            string text = EvidenceJson.Write(evidence);
            *Given(needed) = Encoding.UTF8.GetByteCount(text) + 1;
            if (*needed <= jsonSize)
                NativeCall.Write(text, json, jsonSize);
        });

    [UnmanagedCallersOnly(EntryPoint = "polylog_free")]
    public static void Free(nint handle)
    {
        if (handle != 0)
            GCHandle.FromIntPtr(handle).Free();
    }

    /// <summary>A pointer that must not be NULL.</summary>
    internal static T* Given<T>(T* pointer)
        where T : unmanaged =>
        pointer is null ? throw new ArgumentException("A pointer that a call needs is NULL.") : pointer;
}

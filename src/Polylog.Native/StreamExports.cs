using System.Runtime.InteropServices;

namespace Polylog.Native;

/// <summary>The functions of the header for rows that come in parts.</summary>
internal static unsafe class StreamExports
{
    [UnmanagedCallersOnly(EntryPoint = "polylog_stream_new")]
    public static int New(byte* options, nint* result, byte* error, long errorSize) =>
        NativeCall.Run(new ErrorBuffer(error, errorSize), () =>
        {
            *CoresetExports.Given(result) = 0;
            *result = NativeCall.Handle(RowStream.New(NativeCall.Text(options)));
        });

    [UnmanagedCallersOnly(EntryPoint = "polylog_stream_load")]
    public static int Load(byte* path, byte* options, nint* result, byte* error, long errorSize) =>
        NativeCall.Run(new ErrorBuffer(error, errorSize), () =>
        {
            *CoresetExports.Given(result) = 0;
            using FileStream file = File.OpenRead(NativeCall.Text(path) ?? "");
            *result = NativeCall.Handle(RowStream.Load(file, NativeCall.Text(options)));
        });

    [UnmanagedCallersOnly(EntryPoint = "polylog_stream_save")]
    public static int Save(nint stream, byte* path, byte* error, long errorSize) =>
        NativeCall.Run(new ErrorBuffer(error, errorSize), () =>
        {
            RowStream rows = NativeCall.Object<RowStream>(stream);
            using FileStream file = File.Create(NativeCall.Text(path) ?? "");
            rows.Compressor.Save(file);
        });

    [UnmanagedCallersOnly(EntryPoint = "polylog_stream_add")]
    public static int Add(
        nint stream, RowsView* rows, delegate* unmanaged<double, void*, int> watch, void* state, byte* error, long errorSize) =>
        NativeCall.Run(new ErrorBuffer(error, errorSize), new Watch(watch, state), (_, cancellation) =>
        {
            RowStream to = NativeCall.Object<RowStream>(stream);
            // They wait in the stream after the call.
            to.Compressor.Add(CoresetExports.Given(rows)->ToMeasure(to.Loss, areHeld: true), cancellation);
        });

    [UnmanagedCallersOnly(EntryPoint = "polylog_stream_merge")]
    public static int Merge(
        nint stream, nint other, delegate* unmanaged<double, void*, int> watch, void* state, byte* error, long errorSize) =>
        NativeCall.Run(new ErrorBuffer(error, errorSize), new Watch(watch, state), (_, cancellation) =>
            NativeCall.Object<RowStream>(stream).Compressor.Merge(NativeCall.Object<RowStream>(other).Compressor, cancellation));

    [UnmanagedCallersOnly(EntryPoint = "polylog_stream_build")]
    public static int Build(
        nint stream, delegate* unmanaged<double, void*, int> watch, void* state, nint* result, byte* error, long errorSize) =>
        NativeCall.Run(new ErrorBuffer(error, errorSize), new Watch(watch, state), (_, cancellation) =>
        {
            *CoresetExports.Given(result) = 0;
            *result = NativeCall.Handle(new KeptRows(NativeCall.Object<RowStream>(stream).Compressor.Build(cancellation)));
        });
}

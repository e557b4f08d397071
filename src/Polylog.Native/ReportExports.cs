using System.Runtime.InteropServices;
using System.Text;
using Polylog.Reports;

namespace Polylog.Native;

/// <summary>The function of the header for pages.</summary>
internal static unsafe class ReportExports
{
    [UnmanagedCallersOnly(EntryPoint = "polylog_report")]
    public static int Report(
        RowsView* all, RowsView* kept, byte* options, byte* names, double residual, int isExact,
        delegate* unmanaged<double, void*, int> watch, void* state, byte* html, long htmlSize, long* needed, byte* error, long errorSize) =>
        NativeCall.Run(new ErrorBuffer(error, errorSize), new Watch(watch, state), (progress, cancellation) =>
        {
            var given = new OptionText(NativeCall.Text(options));
            Measure full = CoresetExports.Given(all)->ToMeasure(given.Loss), few = CoresetExports.Given(kept)->ToMeasure(given.Loss);
            string[] lines = (NativeCall.Text(names) ?? "").Split('\n');
            if (lines.Length != full.Dimension + 1)
            {
                throw new ArgumentException(
                    $"There are {lines.Length} lines of names; give a title, and a name for each of {full.Dimension} columns.");
            }
            string page = CoresetReport.OfRows(full, few, lines[0], lines[1..], given.Options.Order ?? 0, residual, isExact != 0,
                given.Options.Use, progress, cancellation).ToHtml();
            *CoresetExports.Given(needed) = Encoding.UTF8.GetByteCount(page) + 1;
            if (*needed <= htmlSize)
                NativeCall.Write(page, html, htmlSize);
        });
}

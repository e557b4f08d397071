using System.Runtime.InteropServices;

namespace Polylog.Native;

/// <summary>The struct <c>polylog_summary</c> of the header.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct CoresetSummary
{
    public long StructSize;
    public long Count;
    public long SourceCount;
    public int Order;
    public int Leaves;
    public int Status;
    public int IsExact;
    public double Residual;
    public double EffectiveRows;
}

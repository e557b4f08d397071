using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Polylog.Native.Tests;

/// <summary>What a call does with exceptions, with the caller's function and with its buffers.</summary>
public unsafe class NativeCallTests
{
    [Fact]
    public void Errors_are_sentences_without_what_NET_adds()
    {
        Assert.Equal((ErrorCode.BadInput, "Size is 0: it is too small."),
            ErrorSentence.For(new ArgumentOutOfRangeException("Size", "Size is 0: it is too small.")));
        Assert.Equal((ErrorCode.BadInput, "Too small."), ErrorSentence.For(new ArgumentOutOfRangeException("Size", 0, "Too small.")));
        Assert.Equal((ErrorCode.BadInput, "Plain."), ErrorSentence.For(new AggregateException(new ArgumentException("Plain."))));
        Assert.Equal(ErrorCode.Cancelled, ErrorSentence.For(new OperationCanceledException()).Code);
        Assert.Equal(ErrorCode.Internal, ErrorSentence.For(new NotSupportedException("Odd.")).Code);
    }

    [Fact]
    public void Text_is_cut_off_between_characters()
    {
        byte* buffer = stackalloc byte[4];
        Assert.Equal(7, NativeCall.Write("äöü", buffer, 4));
        Assert.Equal("ä", Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer)));
        Assert.Equal(7, NativeCall.Write("äöü", null, 0));
    }

    [Fact]
    public void The_watch_is_called_on_the_thread_of_the_call_and_cancels()
    {
        int thread = 0;
        int code = NativeCall.Run(new ErrorBuffer(null, 0), new Watch(&Cancel, &thread), (_, cancellation) =>
        {
            cancellation.WaitHandle.WaitOne();
            cancellation.ThrowIfCancellationRequested();
        });
        Assert.Equal((int)ErrorCode.Cancelled, code);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
    }

    [UnmanagedCallersOnly]
    private static int Cancel(double share, void* state)
    {
        *(int*)state = Environment.CurrentManagedThreadId;
        return 1;
    }

    [Fact]
    public void Rows_are_read_in_place_and_copied_where_they_are_held()
    {
        double[] atoms = [1, 2, 3, 4];
        fixed (double* pointer = atoms)
        {
            var rows = new RowsView { StructSize = sizeof(RowsView), Count = 2, Dimension = 2, Atoms = pointer };
            Measure view = rows.ToMeasure(null), held = rows.ToMeasure(null, areHeld: true);
            Assert.True(Unsafe.AreSame(in MemoryMarshal.GetReference(view.Atoms.Span), in atoms[0]));
            atoms[0] = 9;
            Assert.Equal(9, view.Atom(0)[0]);
            Assert.Equal(1, held.Atom(0)[0]);
        }
    }

    [Fact]
    public void Too_many_numbers_and_other_headers_are_refused()
    {
        double atom = 0;
        var rows = new RowsView { StructSize = sizeof(RowsView), Count = 1L << 31, Dimension = 1, Atoms = &atom };
        Assert.Contains("fewer than 2^31", Assert.Throws<ArgumentException>(() => rows.ToMeasure(null)).Message, StringComparison.Ordinal);
        rows.StructSize--;
        Assert.Contains("polylog.h", Assert.Throws<ArgumentException>(() => rows.ToMeasure(null)).Message, StringComparison.Ordinal);
    }
}

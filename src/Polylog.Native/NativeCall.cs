using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Polylog.Native;

/// <summary>Where a call writes its error: a buffer of the caller's.</summary>
/// <param name="text">The buffer; null for none.</param>
/// <param name="size">Its bytes.</param>
internal readonly unsafe struct ErrorBuffer(byte* text, long size)
{
    /// <summary>The buffer; null for none.</summary>
    public byte* Text { get; } = text;

    /// <summary>Its bytes.</summary>
    public long Size { get; } = size;
}

/// <summary>The caller's function that hears of progress and can cancel.</summary>
/// <param name="function">The function; null for none.</param>
/// <param name="state">Handed back to it.</param>
internal readonly unsafe struct Watch(delegate* unmanaged<double, void*, int> function, void* state)
{
    /// <summary>Whether there is one.</summary>
    public bool IsGiven => function is not null;

    /// <summary>Tells the share of the work done; true where the caller cancels.</summary>
    public bool Cancels(double share) => function(share, state) != 0;
}

/// <summary>Runs the body of a call: no exception leaves it, and the watch is called on the caller's thread.</summary>
internal static unsafe class NativeCall
{
    private const int PollMilliseconds = 20;

    /// <summary>Runs a body.</summary>
    /// <returns>A code of the header.</returns>
    public static int Run(ErrorBuffer error, Action body)
    {
        Write("", error.Text, error.Size);
        try
        {
            body();
            return (int)ErrorCode.None;
        }
        catch (Exception fault)
        {
            (ErrorCode code, string sentence) = ErrorSentence.For(fault);
            Write(sentence, error.Text, error.Size);
            return (int)code;
        }
    }

    /// <summary>Runs a body that may take long: on a thread of its own where there is a watch.</summary>
    public static int Run(ErrorBuffer error, Watch watch, Action<IProgress<double>?, CancellationToken> body) =>
        Run(error, !watch.IsGiven ? () => body(null, CancellationToken.None) : () => Watched(watch, body));

    private static void Watched(Watch watch, Action<IProgress<double>?, CancellationToken> body)
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new LatestShare();
        ExceptionDispatchInfo? fault = null;
        var worker = new Thread(() =>
        {
            try
            {
                body(progress, cancellation.Token);
            }
            catch (Exception thrown)
            {
                fault = ExceptionDispatchInfo.Capture(thrown);
            }
        })
        { IsBackground = true };
        worker.Start();
        while (!worker.Join(PollMilliseconds))
        {
            if (!cancellation.IsCancellationRequested && watch.Cancels(progress.Value))
                cancellation.Cancel();
        }
        fault?.Throw();
        // The last word: a call that was cancelled too late is done all the same.
        watch.Cancels(progress.Value);
    }

    /// <summary>Writes text with a zero at the end, as much as fits.</summary>
    /// <returns>The bytes of all of it.</returns>
    public static long Write(string text, byte* buffer, long size)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (buffer is not null && size > 0)
        {
            int length = (int)Math.Min(bytes.Length, size - 1);
            // Not in the middle of a character.
            while (length < bytes.Length && length > 0 && (bytes[length] & 0xC0) == 0x80)
                length--;
            bytes.AsSpan(0, length).CopyTo(new Span<byte>(buffer, length));
            buffer[length] = 0;
        }
        return bytes.Length + 1;
    }

    /// <summary>Text of the caller's.</summary>
    public static string? Text(byte* text) => Marshal.PtrToStringUTF8((nint)text);

    /// <summary>An object as a handle that the caller frees.</summary>
    public static nint Handle(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    /// <summary>The object of a handle.</summary>
    public static T Object<T>(nint handle)
        where T : class =>
        (handle == 0 ? null : GCHandle.FromIntPtr(handle).Target as T)
            ?? throw new ArgumentException("The object is NULL or of another kind.");

    private sealed class LatestShare : IProgress<double>
    {
        private double _value;

        public double Value => Volatile.Read(ref _value);

        public void Report(double value) => Volatile.Write(ref _value, value);
    }
}

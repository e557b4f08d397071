namespace Polylog.Cli;

/// <summary>One statement of a certificate, compared with the files.</summary>
internal sealed record Claim(string What, string Claimed, string Found, bool Holds)
{
    /// <summary>
    /// Largest relative difference of two equal figures: machines round differently, and cancellation in sums magnifies the difference.
    /// </summary>
    public const double RelativeDifference = 1e-6;

    /// <summary>Errors of averages below this are rounding errors.</summary>
    public const double Rounding = 1e-14;

    private enum Source
    {
        /// <summary>The found value comes from the rows of the two files.</summary>
        Rows,

        /// <summary>The found value is in another field of the certificate.</summary>
        Certificate,

        /// <summary>The found value is the range of allowed values.</summary>
        Rule,
    }

    private Source FoundIn { get; init; }

    public static Claim Count(string what, long claimed, long found) =>
        new(what, Format.Whole(claimed), Format.Whole(found), claimed == found);

    /// <summary>A relative error; NaN equals nothing.</summary>
    public static Claim Error(string what, double claimed, double found) => Figure(what, claimed, found, Rounding);

    /// <summary>A figure of any magnitude.</summary>
    public static Claim Figure(string what, double claimed, double found, double rounding = 0)
    {
        double magnitude = Math.Max(Math.Abs(claimed), Math.Abs(found));
        bool agree = claimed == found || Math.Abs(claimed - found) <= RelativeDifference * magnitude + rounding;
        bool alike = Format.Small(claimed) == Format.Small(found);
        return alike
            ? new(what, Format.Exact(claimed), Format.Exact(found), agree)
            : new(what, Format.Small(claimed), Format.Small(found), agree);
    }

    /// <summary>A value that the certificate contains twice.</summary>
    public static Claim Twice(string what, string one, string other) =>
        new(what, one, other, one == other) { FoundIn = Source.Certificate };

    /// <summary>A value that has to lie in a range.</summary>
    public static Claim Allowed(string what, string claimed, string range, bool holds) =>
        new(what, claimed, range, holds) { FoundIn = Source.Rule };

    public override string ToString() => FoundIn switch
    {
        Source.Certificate => $"{What}: {Claimed} in one field of the certificate, {Found} in another",
        Source.Rule => $"{What}: claimed {Claimed}, allowed {Found}",
        _ => $"{What}: claimed {Claimed}, found {Found}",
    };
}

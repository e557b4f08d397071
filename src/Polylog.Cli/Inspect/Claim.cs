namespace Polylog.Cli;

/// <summary>One thing a certificate says, and what the files say of it.</summary>
internal sealed record Claim(string What, string Claimed, string Found, bool Holds)
{
    /// <summary>Largest relative difference of two figures that are the same: other machines round otherwise, and what is lost in sums can show.</summary>
    public const double RelativeDifference = 1e-6;

    /// <summary>Errors of averages below this are rounding, whatever they are.</summary>
    public const double Rounding = 1e-14;

    public static Claim Count(string what, long claimed, long found) => new(what, Format.Whole(claimed), Format.Whole(found), claimed == found);

    /// <summary>Of a relative error; NaN agrees with nothing.</summary>
    public static Claim Error(string what, double claimed, double found) => Figure(what, claimed, found, Rounding);

    /// <summary>Of a figure of any magnitude.</summary>
    public static Claim Figure(string what, double claimed, double found, double rounding = 0)
    {
        bool agree = claimed == found || Math.Abs(claimed - found) <= RelativeDifference * Math.Max(Math.Abs(claimed), Math.Abs(found)) + rounding;
        bool alike = Format.Small(claimed) == Format.Small(found);
        return alike ? new(what, Format.Exact(claimed), Format.Exact(found), agree) : new(what, Format.Small(claimed), Format.Small(found), agree);
    }

    /// <summary>Of what the certificate says twice.</summary>
    public static Claim Twice(string what, string one, string other) => new(what, one, other, one == other) { IsOfItself = true };

    /// <summary>Whether it compares the certificate with itself.</summary>
    public bool IsOfItself { get; private init; }

    public override string ToString() => IsOfItself ? $"{What}: {Claimed} in one place of the certificate, {Found} in another" : $"{What}: claimed {Claimed}, found {Found}";
}

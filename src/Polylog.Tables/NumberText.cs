using System.Globalization;
using System.Text.RegularExpressions;

namespace Polylog.Tables;

/// <summary>
/// Numbers as people write them: with a plus sign, blanks around them, an exponent of Fortran (1.5D+03), or commas between thousands.
/// </summary>
internal static partial class NumberText
{
    private const string FortranPattern = @"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)[dD][+-]?[0-9]+";
    private const string ThousandsPattern = @"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?([eE][+-]?[0-9]+)?";

    private const string Lenient = "lenient_number";
    private const string Strict = "strict_number";

    // A cast is fast and takes most numbers; the patterns are for those it does not take.
    private const string Rare = "CASE WHEN regexp_full_match(trim(c), "
        + "'" + FortranPattern + "') THEN TRY_CAST(replace(lower(c), 'd', 'e') AS DOUBLE) WHEN regexp_full_match(trim(c), "
        + "'" + ThousandsPattern + "') THEN TRY_CAST(replace(c, ',', '') AS DOUBLE) ";

    /// <summary>The statements that make the functions used here known to the engine.</summary>
    public static IReadOnlyList<string> Definitions { get; } =
    [
        $"CREATE TEMP MACRO {Lenient}(c) AS coalesce(TRY_CAST(c AS DOUBLE), {Rare} END)",
        $"CREATE TEMP MACRO {Strict}(c) AS {Rare} ELSE CAST(c AS DOUBLE) END",
    ];

    /// <summary>A cell as DOUBLE, NULL where it is no number.</summary>
    public static string Try(string cell) => $"{Lenient}({cell})";

    /// <summary>A cell as DOUBLE, NULL where its value is missing; a conversion error where it is no number.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="present">The cell, NULL where its text means that the value is missing.</param>
    public static string Read(string cell, string present) =>
        $"CASE WHEN {cell} IS NULL THEN NULL ELSE coalesce(TRY_CAST({cell} AS DOUBLE), {Strict}({present})) END";

    /// <summary>Whether a text is a number that a cast of the engine does not take.</summary>
    public static bool IsRare(string text) => Fortran().IsMatch(text.Trim()) || Thousands().IsMatch(text.Trim());

    /// <summary>Whether a text is a number.</summary>
    public static bool Is(string text) => IsRare(text) || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    /// <summary>Whether a text is a whole number without a point.</summary>
    public static bool IsWhole(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>Whether a text is a number with a decimal comma.</summary>
    public static bool HasDecimalComma(string text) => DecimalComma().IsMatch(text.Trim());

    [GeneratedRegex("^[+-]?[0-9]*,[0-9]+([eE][+-]?[0-9]+)?$")]
    private static partial Regex DecimalComma();

    [GeneratedRegex($"^{FortranPattern}$")]
    private static partial Regex Fortran();

    [GeneratedRegex($"^{ThousandsPattern}$")]
    private static partial Regex Thousands();
}

using System.Globalization;

namespace Polylog;

/// <summary>Makes the exceptions for options that are out of their range.</summary>
internal static class OptionFault
{
    /// <summary>An exception that names the option, its value and the rule.</summary>
    /// <param name="option">Name of the option.</param>
    /// <param name="value">Its value.</param>
    /// <param name="rule">The rule, and the way out.</param>
    public static ArgumentOutOfRangeException OutOfRange(string option, object value, string rule) =>
        new(option, string.Create(CultureInfo.InvariantCulture, $"{option} is {value}: {rule}."));
}

using System.Globalization;

namespace Polylog.Experiments;

/// <summary>Checks the masses of units, and turns them into factors of gradients.</summary>
internal static class UnitMasses
{
    /// <summary>Masses in single precision; 1 if none are given.</summary>
    /// <param name="masses">One a unit, or none.</param>
    /// <param name="count">Units.</param>
    /// <param name="units">The word for units in messages.</param>
    /// <exception cref="ArgumentException">There are masses, but not one a unit, or one is not finite and above 0.</exception>
    public static float[] Checked(ReadOnlySpan<double> masses, int count, string units)
    {
        float[] checkedMasses = new float[count];
        checkedMasses.AsSpan().Fill(1);
        if (masses.IsEmpty)
            return checkedMasses;
        if (masses.Length != count)
        {
            throw new ArgumentException(
                Text($"There are {masses.Length} masses for {count} {units}; give one for each, or none for 1."), nameof(masses));
        }
        for (int j = 0; j < count; j++)
        {
            if (!(masses[j] > 0) || !double.IsFinite(masses[j]))
            {
                throw new ArgumentException(
                    Text($"Mass {j} is {masses[j]}: masses must be finite and above 0; leave other {units} out."), nameof(masses));
            }
            checkedMasses[j] = (float)masses[j];
        }
        return checkedMasses;
    }

    /// <summary>1 / mass for each parameter of a block, rows x units; empty if all masses are 1.</summary>
    public static float[] Factors(ReadOnlySpan<float> masses, int rows)
    {
        if (!masses.ContainsAnyExcept(1f))
            return [];
        float[] factors = new float[rows * masses.Length];
        for (int i = 0; i < factors.Length; i++)
            factors[i] = 1 / masses[i % masses.Length];
        return factors;
    }

    private static string Text(FormattableString message) => message.ToString(CultureInfo.InvariantCulture);
}

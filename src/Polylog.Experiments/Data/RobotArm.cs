namespace Polylog.Experiments;

/// <summary>
/// Forward kinematics of a robot arm of eight joints, after the kin family of the DELVE archive: the angles of the joints go in, the
/// distance of the hand from a point comes out, with noise. Smooth, and every angle acts through all those before it.
/// </summary>
/// <remarks>
/// Eight links of equal length; the axis of each joint is at right angles to that of the one before (Denavit and Hartenberg's matrices with
/// twists of a quarter turn).
/// </remarks>
public static class RobotArm
{
    /// <summary>Angles of a row.</summary>
    public const int Joints = 8;

    /// <summary>Columns of a row: the angles, then the distance.</summary>
    public const int Columns = Joints + 1;

    /// <summary>Standard deviation of the noise: about a third of that of the distance.</summary>
    public const double Noise = 0.05;

    private const double Link = 1.0 / Joints;
    private const double Aim = 0.1; // each coordinate of the point

    /// <summary>The distance of the hand from the point, without noise.</summary>
    /// <param name="angles">IN, the angles of the joints in radians, the first that at the foot.</param>
    public static double Distance(ReadOnlySpan<double> angles)
    {
        // From the hand back to the foot: the hand as the joint's own frame sees it.
        double x = 0, y = 0, z = 0;
        for (int joint = Joints - 1; joint >= 0; joint--)
        {
            (double sin, double cos) = Math.SinCos(angles[joint]);
            // Along the link, a quarter turn about it, then the joint's own turn.
            (x, y, z) = (x + Link, -z, y);
            (x, y) = (cos * x - sin * y, sin * x + cos * y);
        }
        return Math.Sqrt((x - Aim) * (x - Aim) + (y - Aim) * (y - Aim) + (z - Aim) * (z - Aim));
    }

    /// <summary>Draws rows, the angles uniform in a quarter turn to either side.</summary>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="noise">Standard deviation of Gaussian noise on the distance.</param>
    /// <param name="seed">Seed.</param>
    /// <returns>count x <see cref="Columns"/>, row-major: the angles, then the distance.</returns>
    public static double[] Draw(int count, double noise, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var random = new SplitMix64(seed);
        double[] rows = new double[count * Columns];
        for (int i = 0; i < count; i++)
        {
            Span<double> angles = rows.AsSpan(i * Columns, Joints);
            for (int joint = 0; joint < Joints; joint++)
                angles[joint] = random.Uniform(-Math.PI / 2, Math.PI / 2);
            rows[i * Columns + Joints] = Distance(angles) + noise * random.Normal();
        }
        return rows;
    }
}

using System.Globalization;

namespace Polylog;

/// <content>Several measures as one.</content>
public sealed partial class Measure
{
    /// <summary>All atoms of several measures, one measure behind the other, with their weights, targets, totals and groups.</summary>
    /// <param name="parts">At least one, all with the same coordinates, loss, targets and totals; groups in all or in none.</param>
    /// <remarks>Copies the atoms: O(count x dimension). Equal atoms stay apart; a compression makes one of them.</remarks>
    /// <exception cref="ArgumentException">
    /// There is no part, they differ in what their columns are, or all together have more numbers than an array holds.
    /// </exception>
    public static Measure Join(params IReadOnlyList<Measure> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0)
            throw new ArgumentException("There are no parts to join; give at least one.", nameof(parts));
        Measure first = parts[0];
        long numbers = 0;
        for (int i = 0; i < parts.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(parts[i]);
            if (first.Unlike(parts[i]) is { } difference)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Part {i} has {difference}; join measures of the same columns."), nameof(parts));
            }
            numbers += (long)parts[i].Count * Math.Max(Math.Max(first.Dimension, first.TargetCount), first.TotalCount);
        }
        if (parts.Count == 1)
            return first;
        if (numbers > Array.MaxLength)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The parts have {numbers} numbers together, more than the {Array.MaxLength} that one array holds; compress them first."),
                nameof(parts));
        }
        double[] weights = parts.All(part => part.Weights.IsEmpty) ? [] : Joined(parts, 1, part => part.Weights, fill: 1);
        return new Measure(Trusted(Joined(parts, first.Dimension, part => part.Atoms), first.Dimension, weights))
        {
            Loss = first.Loss,
            Targets = Joined(parts, first.TargetCount, part => part.Targets),
            TargetCount = first.TargetCount,
            Totals = Joined(parts, first.TotalCount, part => part.Totals),
            TotalCount = first.TotalCount,
            Groups = first.Groups.IsEmpty ? default : Joined(parts, 1, part => part.Groups),
        };
    }

    // What another measure has that this one has not; null where both can be joined.
    internal string? Unlike(Measure other)
    {
        if (other.Dimension != Dimension)
            return string.Create(CultureInfo.InvariantCulture, $"{other.Dimension} coordinates, the first {Dimension}");
        if (other.Loss?.Name != Loss?.Name || other.TargetCount != TargetCount)
            return string.Create(CultureInfo.InvariantCulture, $"{Told(other)}, the first {Told(this)}");
        if (other.TotalCount != TotalCount)
            return string.Create(CultureInfo.InvariantCulture, $"{other.TotalCount} totals, the first {TotalCount}");
        if (other.Groups.IsEmpty != Groups.IsEmpty)
            return other.Groups.IsEmpty ? "no groups, the first has some" : "groups, the first has none";
        return null;

        static string Told(Measure measure) => measure.Loss is null
            ? "no targets"
            : string.Create(CultureInfo.InvariantCulture, $"{measure.TargetCount} targets of the {measure.Loss.Name} loss");
    }

    // Where a part has no values, the fill stands for each of its atoms.
    private static T[] Joined<T>(IReadOnlyList<Measure> parts, int width, Func<Measure, ReadOnlyMemory<T>> values, T? fill = default)
        where T : struct
    {
        T[] joined = GC.AllocateUninitializedArray<T>(parts.Sum(part => part.Count) * width);
        int at = 0;
        foreach (Measure part in parts)
        {
            Span<T> own = joined.AsSpan(at, part.Count * width);
            ReadOnlySpan<T> given = values(part).Span;
            if (given.IsEmpty)
                own.Fill(fill.GetValueOrDefault());
            else
                given.CopyTo(own);
            at += own.Length;
        }
        return joined;
    }
}

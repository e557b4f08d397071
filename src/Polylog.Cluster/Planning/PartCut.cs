namespace Polylog.Cluster;

/// <summary>Cuts the row groups of files into parts of about equal rows.</summary>
internal static class PartCut
{
    // Small files are joined to a part until the next one would make it larger than this share of the usual.
    private const double MostJoined = 1.5;

    /// <summary>Cuts files: a large one between its row groups, small ones into groups of whole files.</summary>
    /// <param name="groups">The rows of each row group of each file, in order.</param>
    /// <param name="most">About how many rows a part has, at least 1.</param>
    /// <returns>Parts that have every row once, in the order of the table; empty files and groups belong to none.</returns>
    public static IReadOnlyList<PlannedPart> Cut(IReadOnlyList<IReadOnlyList<long>> groups, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var parts = new List<PlannedPart>();
        long before = 0;
        for (int file = 0; file < groups.Count;)
        {
            long rows = groups[file].Sum();
            if (rows >= most)
            {
                Split(file, groups[file], most, before, parts);
                before += rows;
                file++;
                continue;
            }
            int first = file++;
            while (file < groups.Count && rows + groups[file].Sum() <= MostJoined * most && groups[file].Sum() < most)
                rows += groups[file++].Sum();
            if (rows > 0)
                parts.Add(new PlannedPart(first, file - first, 0, rows, before));
            before += rows;
        }
        return parts;
    }

    // Ends a part at the row group that brings it nearest to its share.
    private static void Split(int file, IReadOnlyList<long> groups, int most, long before, List<PlannedPart> parts)
    {
        long rows = groups.Sum(), count = Math.Max(1, (long)Math.Round(rows / (double)most)), first = 0, end = 0;
        for (int group = 0, part = 1; group < groups.Count; group++)
        {
            end += groups[group];
            long share = rows * part / count;
            bool isLast = group == groups.Count - 1;
            if (end == first || (!isLast && end + (groups[group + 1] / 2) < share))
                continue;
            parts.Add(new PlannedPart(file, 1, first, end - first, before + first));
            first = end;
            while (part < count && rows * part / count <= end)
                part++;
        }
    }
}

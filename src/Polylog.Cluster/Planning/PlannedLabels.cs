using Polylog.Tables;

namespace Polylog.Cluster;

/// <summary>
/// The labels of groups and classes, numbered once for all parts: parts that know nothing of each other would each number them in its own
/// way, and could not be merged.
/// </summary>
/// <param name="Columns">How columns of labels are read: the types are those of all files, since a file alone may have others.</param>
/// <param name="Groups">The labels of each group; empty without groups.</param>
/// <param name="Classes">The label of each class; empty without classes.</param>
internal sealed record PlannedLabels(
    IReadOnlyList<LabelSelection> Columns,
    IReadOnlyList<IReadOnlyList<string?>> Groups,
    IReadOnlyList<IReadOnlyList<string?>> Classes)
{
    /// <summary>Reads from all files which labels there are; nothing is read without groups and classes.</summary>
    /// <param name="input">The table.</param>
    /// <param name="most">The rows to keep: more groups than that cannot have one each.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="CommandException">There are more groups or classes.</exception>
    public static PlannedLabels Find(CompressInput input, int most, CancellationToken cancellation)
    {
        Roles roles = input.Roles;
        IReadOnlyList<LabelSelection> columns = roles.Selection(input.Table, input.WeightColumn, MissingRows.Refuse).Labels;
        int splitting = roles.Splitting.Count;
        List<string?[]> groups = Distinct(input.Table, [.. columns.Take(splitting)], most, cancellation);
        List<string?[]> classes = Distinct(input.Table, [.. columns.Skip(splitting)], most, cancellation);
        // A row without a class is left out or refused.
        classes.RemoveAll(labels => labels[0] is null);
        return new PlannedLabels(columns, roles.IsSigned ? [.. Signed(groups)] : groups, classes);
    }

    /// <summary>The numbers of the labels, for the reader of a part.</summary>
    public PartStream Stream(CompressInput input) => new(input) { Labels = (Groups, Classes) };

    /// <summary>Makes sure that a part had no other labels.</summary>
    /// <exception cref="CommandException">It had.</exception>
    public void Check(PartStream stream)
    {
        if (stream.Labels.Groups.Count != Groups.Count || stream.Labels.Classes.Count != Classes.Count)
        {
            throw new CommandException("a file has labels that it did not have when the job was planned; cancel the job and submit it "
                + "again");
        }
    }

    private static List<string?[]> Distinct(Table table, LabelSelection[] columns, int most, CancellationToken cancellation)
    {
        if (columns.Length == 0)
            return [];
        string rows = table.Source.SelectLabelled(
            [], CellForm.Number, [.. columns.Select(label => (table.IndexOf(label.Column), label.TypeName!))]);
        string names = string.Join(", ", Enumerable.Range(0, columns.Length).Select(Sql.Column));
        List<string?[]> labels = table.Session.Rows(
            $"SELECT DISTINCT {names} FROM ({rows}) LIMIT {(long)most + 1}",
            table.Description,
            row => Enumerable.Range(0, columns.Length).Select(place => row.IsDBNull(place) ? null : row.GetString(place)).ToArray(),
            cancellation);
        if (labels.Count > most)
        {
            string by = Format.Names([.. columns.Select(label => label.Column)]);
            throw new CommandException($"{by} in {table.Description} make more groups than there are rows to keep "
                + $"(--size {Format.Whole(most)}); raise --size, or group by fewer columns");
        }
        labels.Sort(Compare);
        return labels;
    }

    // Which signs a group's weights have is not known before they are read. A number that no row has does no harm.
    private static IEnumerable<string?[]> Signed(List<string?[]> groups)
    {
        foreach (string?[] group in groups.DefaultIfEmpty([]))
        {
            yield return [.. group, SignLabels.Negative];
            yield return [.. group, SignLabels.Positive];
        }
    }

    // Any order, as long as it is the same wherever the job is planned.
    private static int Compare(string?[] left, string?[] right) => left.Zip(right)
        .Select(pair => string.CompareOrdinal(pair.First, pair.Second)).FirstOrDefault(order => order != 0);
}

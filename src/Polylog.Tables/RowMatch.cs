namespace Polylog.Tables;

/// <summary>
/// The query behind <see cref="RowMembership"/>. Each column gives two keys, made alike on both sides and compared with IS NOT DISTINCT
/// FROM, so that the join can be done by hashing.
/// </summary>
internal sealed class RowMatch(Table coreset, SourceUnion coresetSource, Table against, SourceUnion againstSource)
{
    public string Query(IReadOnlyList<string> ignored)
    {
        var skip = new HashSet<string>(ignored, StringComparer.OrdinalIgnoreCase);
        int[] theirs = [.. Enumerable.Range(0, against.Columns.Count).Where(index => !skip.Contains(against.Columns[index].Name))];
        if (theirs.Length == 0)
            throw TableErrors.NoColumns(against.Description);
        int[] ours = [.. theirs.Select(index => coreset.IndexOf(against.Columns[index].Name))];
        string[] extra =
        [
            .. coreset.Columns.Where((column, index) => !skip.Contains(column.Name) && !ours.Contains(index)).Select(column => column.Name),
        ];
        if (extra.Length > 0)
            throw TableErrors.ExtraColumns(coreset.Description, against.Description, extra);
        // Files that have types, and the same ones, are compared as they are; all others through their text.
        bool native = !againstSource.AnyDelimited && !coresetSource.AnyDelimited
            && theirs.Zip(ours).All(pair => against.Columns[pair.First].TypeName == coreset.Columns[pair.Second].TypeName);
        string left = Keys(coresetSource, ours, theirs, native);
        string right = Keys(againstSource, theirs, theirs, native);
        IEnumerable<string> equal = Enumerable.Range(0, theirs.Length)
            .SelectMany(column => native ? [$"a{column}"] : new[] { $"a{column}", $"b{column}" })
            .Select(key => $"ours.{key} IS NOT DISTINCT FROM theirs.{key}");
        return $"WITH ours AS ({left}), theirs AS ({right}) SELECT (SELECT count(*) FROM ours), "
            + $"(SELECT count(*) FROM ours SEMI JOIN theirs ON {string.Join(" AND ", equal)})";
    }

    private string Keys(SourceUnion source, int[] columns, int[] theirs, bool native)
    {
        IEnumerable<string> keys = columns.Select((column, index) =>
        {
            (string first, string second) = native
                ? (Sql.Column(column), "true")
                : TextKeys(source, Sql.Column(column), against.Columns[theirs[index]].TypeName);
            return $"{first} AS a{index}, {second} AS b{index}";
        });
        return $"SELECT {string.Join(", ", keys)} FROM ({source.Select(columns, native ? CellForm.Native : CellForm.Text)})";
    }

    // The value as the table's type, and what that type does not tell: text it cannot hold, digits it would round away.
    private static (string First, string Second) TextKeys(SourceUnion source, string cell, string type)
    {
        if (type == SqlTypes.Text)
            return (cell, "true");
        string value = $"({DelimitedSource.Unmarked(cell)})";
        string number = $"TRY_CAST({value} AS DOUBLE)";
        if (SqlTypes.IsInteger(type) || SqlTypes.IsDouble(type))
        {
            // From 2^53 on whole numbers share doubles, and are told apart by their digits.
            return (number, $"CASE WHEN {number} IS NULL THEN {value} "
                + $"WHEN abs({number}) >= 9007199254740992 THEN CAST(TRY_CAST({value} AS HUGEINT) AS VARCHAR) END");
        }
        if (SqlTypes.IsDecimal(type))
            return ($"TRY_CAST({value} AS {type})", $"coalesce(CAST({number} AS VARCHAR), {value})");
        string typed = source.Parse(value, type) ?? "NULL";
        return (typed, $"CASE WHEN {typed} IS NULL THEN {value} END");
    }
}

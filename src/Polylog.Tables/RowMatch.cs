namespace Polylog.Tables;

/// <summary>
/// The query behind <see cref="RowMembership"/>. Each column gives two keys. Both sides make them in the same way and compare them with IS
/// NOT DISTINCT FROM, so that the engine can join by hashing.
/// </summary>
internal sealed class RowMatch(Table coreset, SourceUnion coresetSource, Table against, SourceUnion againstSource)
{
    public string Query(IReadOnlyList<string> ignored, string? rowId)
    {
        var skip = new HashSet<string>(ignored, StringComparer.OrdinalIgnoreCase);
        if (rowId is not null)
            skip.Add(rowId);
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
        string left = Keys(coresetSource, ours, theirs, native, rowId is null ? null : coreset.IndexOf(rowId), numbered: false);
        string right = Keys(againstSource, theirs, theirs, native, null, numbered: rowId is not null);
        string[] keys =
            [.. Enumerable.Range(0, theirs.Length).SelectMany(column => native ? [$"a{column}"] : new[] { $"a{column}", $"b{column}" })];
        if (rowId is not null)
            keys = [.. keys, "rn"];
        string equal = string.Join(" AND ", keys.Select(key => $"ours.{key} IS NOT DISTINCT FROM theirs.{key}"));
        string names = string.Join(", ", keys.Select(key => $"theirs.{key}"));
        // A row counts as often as the table has it. Only the table's rows that are looked for are counted.
        return $"WITH kept AS ({left}), ours AS (SELECT *, count(*) AS times FROM kept GROUP BY ALL), table_rows AS ({right}), "
            + $"theirs AS (SELECT {names}, count(*) AS times FROM table_rows AS theirs SEMI JOIN ours ON {equal} GROUP BY ALL) "
            + "SELECT (SELECT count(*) FROM kept), (SELECT CAST(coalesce(sum(least(ours.times, theirs.times)), 0) AS BIGINT) FROM ours "
            + $"JOIN theirs ON {equal})";
    }

    private string Keys(SourceUnion source, int[] columns, int[] theirs, bool native, int? rowId, bool numbered)
    {
        IEnumerable<string> keys = columns.SelectMany((column, index) =>
        {
            if (native)
                return new[] { $"{Sql.Column(column)} AS a{index}" };
            (string first, string second) = TextKeys(source, Sql.Column(column), against.Columns[theirs[index]].TypeName);
            return [$"{first} AS a{index}", $"{second} AS b{index}"];
        });
        CellForm form = native ? CellForm.Native : CellForm.Text;
        if (numbered)
            return $"SELECT {string.Join(", ", keys)}, rn FROM ({source.SelectNumbered(columns, form, "rn")})";
        if (rowId is not { } id)
            return $"SELECT {string.Join(", ", keys)} FROM ({source.Select(columns, form)})";
        return $"SELECT {string.Join(", ", keys)}, TRY_CAST({Sql.Column(id)} AS BIGINT) AS rn FROM "
            + $"({source.Select([.. columns, id], form)})";
    }

    // The value as the table's type, and what that type does not tell: text it cannot hold, digits it would round away.
    private static (string First, string Second) TextKeys(SourceUnion source, string cell, string type)
    {
        if (type == SqlTypes.Text)
            return (cell, "true");
        string value = $"({DelimitedSource.Unmarked(cell)})";
        string number = NumberText.Try(value);
        if (SqlTypes.IsInteger(type) || SqlTypes.IsDouble(type))
        {
            // From 2^53 on whole numbers share doubles, and are told apart by their digits.
            return (number, $"CASE WHEN {number} IS NULL THEN {value} WHEN abs({number}) >= 9007199254740992 THEN CAST(TRY_CAST({value} AS "
                + "HUGEINT) AS VARCHAR) END");
        }
        if (SqlTypes.IsDecimal(type))
            return ($"TRY_CAST({value} AS {type})", $"coalesce(CAST({number} AS VARCHAR), {value})");
        string typed = source.Parse(value, type) ?? "NULL";
        return (typed, $"CASE WHEN {typed} IS NULL THEN {value} END");
    }
}

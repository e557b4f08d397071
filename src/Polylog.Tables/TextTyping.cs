namespace Polylog.Tables;

/// <summary>
/// Chooses types for text cells, for output formats that have types: for each column the sniffed type if every cell fits it without loss,
/// otherwise the next wider type, and text if none fits.
/// </summary>
internal sealed class TextTyping(TableSession session, SourceUnion source, string relation)
{
    // A statement about thousands of columns takes long to plan.
    private const int ColumnsAtOnce = 200;

    private const string Whole = "'[+-]?[0-9]+'";
    private const string LongWhole = "'[+-]?[0-9]{16,}'";

    /// <summary>An expression for each column, in their order.</summary>
    /// <param name="columns">The columns' names in the relation, and the types sniffed.</param>
    /// <param name="cancellation">Stops the trials.</param>
    public IReadOnlyList<string> Expressions(IReadOnlyList<(string Name, string Type)> columns, CancellationToken cancellation)
    {
        bool[] plain = PlainNumbers.Find(session, relation, columns, cancellation);
        string[] chosen =
            [.. columns.Select((column, index) => plain[index] ? $"TRY_CAST({column.Name} AS {column.Type})" : column.Name)];
        List<int> open = [.. Enumerable.Range(0, columns.Count).Where(column => !plain[column])];
        for (int trial = 0; open.Count > 0; trial++)
        {
            var tried = open
                .Select(column =>
                    (Column: column, columns[column].Name, Candidates: Candidates(columns[column].Name, columns[column].Type)))
                .Where(column => column.Candidates.Count > trial)
                .Select(column => (column.Column, column.Name, Candidate: column.Candidates[trial]))
                .ToArray();
            (bool Fits, bool HasMarks)[] fits =
                [.. tried.Chunk(ColumnsAtOnce).SelectMany(chunk => Fit([.. chunk.Select(one => (one.Name, one.Candidate))], cancellation))];
            open.Clear();
            for (int i = 0; i < tried.Length; i++)
            {
                (string name, string type) = columns[tried[i].Column];
                // Where no value is missing the plain cell keeps the statement short.
                if (fits[i] is { Fits: true, HasMarks: var hasMarks })
                    chosen[tried[i].Column] = Candidates(hasMarks ? DelimitedSource.Unmarked(name) : name, type)[trial].Typed;
                else
                    open.Add(tried[i].Column);
            }
        }
        return chosen;
    }

    // Whether every value of each column fits its candidate, and whether there are marks of missing values. The names stand for values
    // here, NULL where they are missing.
    private (bool Fits, bool HasMarks)[] Fit(
        IReadOnlyList<(string Name, (string Typed, string Fits) Candidate)> columns, CancellationToken cancellation)
    {
        IEnumerable<string> tests = columns.Select(column =>
            $"coalesce(bool_and({column.Name} IS NULL OR ({column.Candidate.Typed}) IS NOT NULL AND ({column.Candidate.Fits})), true), "
                + $"count({column.Name}) < count(raw_{column.Name})");
        IEnumerable<string> values =
            columns.Select(column => $"{DelimitedSource.Unmarked(column.Name)} AS {column.Name}, {column.Name} AS raw_{column.Name}");
        return session.Rows(
            $"SELECT {string.Join(", ", tests)} FROM (SELECT {string.Join(", ", values)} FROM {relation})",
            relation,
            row => Enumerable.Range(0, columns.Count).Select(at => (row.GetBoolean(2 * at), row.GetBoolean(2 * at + 1))).ToArray(),
            cancellation)[0];
    }

    private List<(string Typed, string Fits)> Candidates(string value, string type)
    {
        (string, string) whole(string target) => ($"TRY_CAST({value} AS {target})", $"regexp_full_match(trim({value}), {Whole})");

        if (SqlTypes.IsInteger(type) || SqlTypes.IsDouble(type))
        {
            // A long whole number may lie between two doubles.
            string number = $"TRY_CAST({value} AS DOUBLE)";
            (string, string) wide = (number, $"NOT regexp_full_match(trim({value}), {LongWhole}) "
                + $"OR TRY_CAST({value} AS HUGEINT) IS NOT DISTINCT FROM TRY_CAST({number} AS HUGEINT)");
            (string, string)[] wider = [wide, whole("DECIMAL(38, 0)"), (NumberText.Try(value), "true")];
            return SqlTypes.IsInteger(type) ? [whole(type), .. wider] : [.. wider];
        }
        if (SqlTypes.IsDecimal(type))
            return [($"TRY_CAST({value} AS {type})", $"{NumberText.Try(value)} = CAST(TRY_CAST({value} AS {type}) AS DOUBLE)")];
        return type != SqlTypes.Text ? [(source.ParseNative(value, type), "true")] : [];
    }
}

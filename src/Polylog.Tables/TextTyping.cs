namespace Polylog.Tables;

/// <summary>
/// Chooses a type for text cells, for output formats that have types: the sniffed type if every cell fits it without loss, otherwise the
/// next wider type, and text if none fits.
/// </summary>
internal sealed class TextTyping(TableSession session, SourceUnion source, string relation)
{
    private const string Whole = "'[+-]?[0-9]+'";
    private const string LongWhole = "'[+-]?[0-9]{16,}'";

    public string Expression(string cell, string type)
    {
        string value = DelimitedSource.Unmarked(cell);
        foreach ((string typed, string fits) in Candidates(value, type))
        {
            string all = $"SELECT coalesce(bool_and(({value}) IS NULL OR ({typed}) IS NOT NULL AND ({fits})), true) FROM {relation}";
            if (session.Scalar<bool>(all, relation))
                return typed;
        }
        return cell;
    }

    private IEnumerable<(string Typed, string Fits)> Candidates(string value, string type)
    {
        (string, string) whole(string target) => ($"TRY_CAST({value} AS {target})", $"regexp_full_match(trim({value}), {Whole})");

        if (SqlTypes.IsInteger(type))
            yield return whole(type);
        if (SqlTypes.IsInteger(type) || SqlTypes.IsDouble(type))
        {
            // A long whole number may lie between two doubles.
            string number = NumberText.Try(value);
            yield return (number, $"NOT regexp_full_match(trim({value}), {LongWhole}) "
                + $"OR TRY_CAST({value} AS HUGEINT) IS NOT DISTINCT FROM TRY_CAST({number} AS HUGEINT)");
            yield return whole("DECIMAL(38, 0)");
        }
        else if (SqlTypes.IsDecimal(type))
        {
            yield return ($"TRY_CAST({value} AS {type})", $"{NumberText.Try(value)} = CAST(TRY_CAST({value} AS {type}) AS DOUBLE)");
        }
        else if (type != SqlTypes.Text && source.Parse(value, type) is { } parsed)
        {
            yield return (parsed, "true");
        }
    }
}

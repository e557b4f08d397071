namespace Polylog.Tables;

/// <summary>
/// Refuses a delimited file whose rows have more or fewer cells than its header. The sniffer would accept it: it would skip the header, or
/// take every line for one cell.
/// </summary>
internal static class UnequalRows
{
    private static readonly string[] s_delimiters = [",", ";", "\t"];

    public static void Check(TableSession session, InputFile file, CsvDialect dialect, CancellationToken cancellation)
    {
        if (dialect.Skip > 0 && !dialect.Header)
            throw TableErrors.HeaderDiffers(file.Name, dialect.Skip, dialect.Columns.Count);
        if (dialect.Columns.Count > 1 || !dialect.Header || dialect.HasQuotedCells)
            return;
        foreach (string delimiter in s_delimiters)
        {
            string[] names = dialect.Columns[0].Name.Split(delimiter);
            if (names.Length == 1)
                continue;
            // Reading all of it the way its header says fails, and says in which line.
            string scan = CsvDialect.Plain(delimiter, names).Scan(file.ReadPath, "nullstr = ''");
            string all = string.Join(" + ", names.Select((_, index) => $"count({Sql.Column(index)})"));
            session.Scalar<long>($"SELECT {all} FROM {scan}", file.Name, cancellation);
        }
    }
}

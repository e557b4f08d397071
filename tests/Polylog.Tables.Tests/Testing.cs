namespace Polylog.Tables.Tests;

/// <summary>Short ways to what most tests do.</summary>
internal static class Testing
{
    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Table Open(params string[] paths) => Table.OpenFiles(paths);

    public static NumericRows Numbers(string path, params string[] columns)
    {
        using Table table = Open(path);
        return table.ReadNumeric(columns, cancellation: Cancel);
    }

    public static RowSelection Pick(params long[] rows) => new(rows, rows.Select(row => row + 0.5).ToArray(), "weight");

    /// <summary>Writes rows of a file to another and gives the text of that.</summary>
    public static string Rewrite(string input, string output, RowSelection rows)
    {
        using (Table table = Open(input))
            table.WriteRows(output, rows, Cancel);
        return File.ReadAllText(output);
    }

    public static string Fails(Action act)
    {
        string message = Assert.Throws<TableException>(act).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    public static void Says(string part, Action act) => Assert.Contains(part, Fails(act), StringComparison.Ordinal);

    /// <summary>A one-value query, to look at files with eyes other than those under test.</summary>
    public static T Ask<T>(string sql)
    {
        using var session = new TableSession(threads: null);
        return session.Scalar<T>(sql, "test", Cancel);
    }
}

using System.Diagnostics;
using Polylog.Tables;

namespace Polylog.Cli;

/// <summary>A table that was opened to be compressed, and what its columns are.</summary>
/// <param name="Table">The table.</param>
/// <param name="Clock">Runs since the opening.</param>
/// <param name="Roles">The columns' roles.</param>
/// <param name="WeightColumn">The column of weights; null for none.</param>
/// <param name="Replaced">The column that the new weights replace; null for none.</param>
/// <param name="NotNumeric">Columns that are not used because they are no numbers.</param>
internal sealed record CompressInput(
    Table Table, Stopwatch Clock, Roles Roles, string? WeightColumn, string? Replaced, IReadOnlyList<TableColumn> NotNumeric) : IDisposable
{
    /// <summary>Columns of which nothing is preserved.</summary>
    public IReadOnlyList<string> OtherColumns =>
    [
        .. Table.Columns.Select(column => column.Name).Except(
            [.. Roles.Columns, .. Roles.Targets, .. Roles.Match, .. Roles.GroupBy, .. Roles.Categories, WeightColumn ?? ""]),
    ];

    /// <summary>Opens the table and checks what can be checked without its rows.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="watch">Shows what is done.</param>
    /// <param name="notes">Takes notes, after the checks.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <param name="check">A further check; null for none.</param>
    public static CompressInput Open(
        CompressRequest request, Watch watch, NoteList notes, CancellationToken cancellation, Action<Table>? check = null)
    {
        // Checks that need no rows come first, since reading can take long.
        Table.CheckOutput(request.Output, []);
        var clock = Stopwatch.StartNew();
        Table table = watch.Over("opening", _ => request.Input.Open(request.Threads, cancellation));
        try
        {
            Table.CheckOutput(request.Output, table.SourceFiles);
            string? weightColumn = request.WeightColumn is { } given ? table.Column(given).Name : null;
            CoresetColumns.CheckWeight(table, weightColumn);
            Roles roles = Roles.Resolve(table, request.Columns, request.Learning, weightColumn);
            string? replaced = OutputNames.Check(table, request.WeightName, request.RowIdName, weightColumn);
            OutputNames.CheckSmooth(table, request);
            SmoothColumn.Check(request, roles);
            check?.Invoke(table);
            List<TableColumn> notNumeric = Unused(request, roles, table);
            InputNotes.Write(table, request.Input, [.. notNumeric.Select(column => column.Name)], roles.Words, notes, cancellation);
            return new CompressInput(table, clock, roles, weightColumn, replaced, notNumeric);
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Table.Dispose();

    /// <summary>Tells that totals are no features, where the user named none.</summary>
    public void NoteTotals(CompressRequest request, NoteList notes)
    {
        string[] taken = request.Columns.Named.Count > 0 ? [] : [.. Roles.Match.Except(request.Columns.ExcludedFrom(Table))];
        if (taken.Length == 0)
            return;
        string are = taken.Length == 1
            ? "is a total (--match) and therefore not a feature"
            : "are totals (--match) and therefore not features";
        notes.Add($"{Format.Names(taken)} {are}; to use totals as features too, name all features with --columns");
    }

    // Only where the user did not name the columns: one bad cell turns a column into text, which the user should see.
    private static List<TableColumn> Unused(CompressRequest request, Roles roles, Table table) => request.Columns.Named.Count > 0
        ? []
        : [.. table.Columns.Where(column => !column.IsNumeric && !roles.Splitting.Append(roles.ClassColumn).Contains(column.Name))];
}

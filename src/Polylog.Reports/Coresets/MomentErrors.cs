namespace Polylog.Reports;

/// <summary>Errors of moments by column and order.</summary>
internal static class MomentErrors
{
    /// <summary>Products that are summed, over all rows: more would take longer than a second.</summary>
    private const long MostProducts = 300_000_000;

    private const int MostColumns = 12;
    private const int MostPartners = 5;
    private const int Beyond = 2;
    private const int HighestOrder = 16;

    // With more orders the matched ones share a column: all of them are rounding.
    private const int MostMatched = 5;
    private const int ChunkRows = 1 << 13;
    private const double Rounding = 1e-15;

    /// <summary>Sums of many numbers are not more accurate than this.</summary>
    private const double Negligible = 1e-12;

    /// <summary>The table: for each column and order the largest error of its power and of products with other columns.</summary>
    /// <param name="view">The coreset.</param>
    /// <param name="columns">The columns, the most interesting first.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static FactTable Table(CoresetView view, IReadOnlyList<int> columns, CancellationToken cancellation)
    {
        int orders = Math.Min(view.Order + Beyond, HighestOrder);
        int shown = (int)Math.Clamp(MostProducts / ((long)view.All.Count * orders), 1, Math.Min(columns.Count, MostColumns));
        int partners = (int)Math.Clamp(MostProducts / ((long)view.All.Count * orders * shown) - 1, 0, Math.Min(shown - 1, MostPartners));
        int[] own = [.. columns.Take(shown)];
        int matched = Math.Min(view.Order, orders), joined = matched > MostMatched ? matched : 1;
        double[] errors = Errors(view, own, partners, orders, cancellation);
        var rows = new List<IReadOnlyList<string>>();
        var shades = new List<IReadOnlyList<double>>();
        for (int column = 0; column < shown; column++)
        {
            double[] each = errors[(column * orders)..((column + 1) * orders)];
            double[] cells = [each[..joined].Max(), .. each[joined..]];
            rows.Add([view.Columns[own[column]], .. cells.Select(error => error < Negligible ? "rounding" : Format.Small(error))]);
            // From nothing at rounding to the full colour at 1.
            shades.Add([.. cells.Select(error => Math.Pow(Math.Clamp((Math.Log10(Math.Max(error, Rounding)) + 12) / 12, 0, 1), 2))]);
        }
        string products = partners > 0 ? $" and of its products with "
            + $"{(partners == 1 ? "the next column" : $"the next {partners} columns of this table")}" : "";
        string left = shown < view.Columns.Count ? $" {Format.Whole(shown)} of {Format.Whole(view.Columns.Count)} columns, those that "
            + $"changed most first." : "";
        string above = view.Order + Beyond > HighestOrder ? $" Orders above {HighestOrder} are not looked at." : "";
        string Name(int order) => order > view.Order ? $"order {order} (not matched)"
            : order == joined && joined > 1 ? $"orders 1 to {joined}" : $"order {order}";
        return new FactTable($"Largest relative error of a column's powers{products}, by order. Orders up to {view.Order} are "
            + $"matched.{above}{left}", ["column", .. Enumerable.Range(joined, orders - joined + 1).Select(Name)], rows)
        {
            Shades = shades,
        };
    }

    private static double[] Errors(CoresetView view, int[] columns, int partners, int orders, CancellationToken cancellation)
    {
        var frame = Standardisation.Fit(view.All);
        FunctionSums all = Sums(view.All, frame, columns, partners, orders, cancellation);
        FunctionSums kept = Sums(view.Kept, frame, columns, partners, orders, cancellation);
        double[] each = FunctionPanel.Errors(kept, all);
        int functions = partners + 1;
        return [.. Enumerable.Range(0, columns.Length * orders).Select(cell => each[(cell * functions)..((cell + 1) * functions)].Max())];
    }

    private static FunctionSums Sums(
        Measure measure, Standardisation frame, int[] columns, int partners, int orders, CancellationToken cancellation) =>
        FunctionSums.Over(measure, columns.Length * orders * (partners + 1), ChunkRows, (sums, from, to) =>
        {
            double[][] values = [.. columns.Select(_ => new double[FunctionSums.BlockRows])];
            double[] power = new double[FunctionSums.BlockRows], product = new double[FunctionSums.BlockRows];
            for (int start = from; start < to; start += FunctionSums.BlockRows)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = Math.Min(FunctionSums.BlockRows, to - start);
                for (int c = 0; c < columns.Length; c++)
                {
                    for (int i = 0; i < count; i++)
                        values[c][i] = frame.Apply(measure.Atom(start + i)[columns[c]], columns[c]);
                }
                int function = 0;
                for (int c = 0; c < columns.Length; c++)
                {
                    Array.Fill(power, 1);
                    for (int order = 1; order <= orders; order++)
                    {
                        // The column's power of one order less, times each partner, then times itself.
                        for (int partner = 1; partner <= partners; partner++)
                            Add(values[(c + partner) % columns.Length]);
                        Add(values[c]);
                        product.CopyTo(power, 0);
                    }

                    void Add(double[] factor)
                    {
                        for (int i = 0; i < count; i++)
                            product[i] = power[i] * factor[i];
                        sums.Add(function++, product.AsSpan(0, count), measure.AtomWeights, start);
                    }
                }
            }
        }, null, cancellation);
}

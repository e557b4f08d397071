namespace Polylog;

/// <summary>
/// Finds the functions that matter most to a kernel beyond polynomials that are matched anyway.
/// </summary>
/// <remarks>
/// <para>
/// Landmarks are drawn one after the other from a sample, each with a chance in proportion to what the ones before leave of the kernel's
/// diagonal (Y. Chen, E. Epperly, J. Tropp, R. Webber, Randomly pivoted Cholesky, 2022): uniform ones lose outliers, and the largest
/// residual takes little else. Their Newton functions, without their least-squares fit by the polynomials, have a covariance over the
/// sample. Its pivoted Cholesky factor orders directions by the variance they leave, one power step towards the leading eigenfunctions.
/// </para>
/// <para>
/// Measured (R2 of sigmoids, kinks, bumps and boxes on rows left out): randomly pivoted landmarks, half as many as functions times 1.6,
/// tie with eigenfunctions over three times as many uniform ones. Cost: sample x landmarks^2 multiply-adds.
/// </para>
/// </remarks>
/// <param name="workers">Threads.</param>
internal sealed class KernelSearch(Workers workers)
{
    /// <summary>Landmarks drawn at once. Those that turn out to be near another of the same draw are given back by chance.</summary>
    private const int Draws = 32;

    /// <summary>Part of the kernel's diagonal that is rounding.</summary>
    private const double Nothing = 1e-10;

    /// <summary>Part of the variance that counts as nothing.</summary>
    private const double NoVariance = 1e-12;

    /// <summary>
    /// Part of a polynomial's variance that the polynomials before it leave, below which it counts as dependent on them: dividing by less
    /// would bury what the kernel's functions leave in rounding.
    /// </summary>
    private const double Dependent = 1e-7;

    private const ulong Seed = 0x9216D5D98979FB1B;

    private const int Tile = BlockProduct.TileRows;

    /// <summary>Finds the functions.</summary>
    /// <param name="rows">IN, the sample, rows x width, in an order that does not depend on the input's.</param>
    /// <param name="width">Columns of a row.</param>
    /// <param name="weights">IN, a weight for each row.</param>
    /// <param name="frame">IN, means and reciprocal deviations of the coordinates.</param>
    /// <param name="polynomials">IN, values of the matched polynomials, polynomials x stride (the padded number of rows).</param>
    /// <param name="functions">How many functions to find. There are fewer where the sample's rows do not tell more apart.</param>
    /// <param name="landmarks">How many landmarks.</param>
    public KernelFunctions Run(ReadOnlySpan<double> rows, int width, ReadOnlySpan<double> weights, double[] frame,
        double[] polynomials, int functions, int landmarks)
    {
        int count = weights.Length, stride = Kernels.Pad(count), dimension = frame.Length / 2, wide = dimension + 1;
        double[] directions = new double[wide * stride], lengths = new double[stride];
        for (int i = 0; i < count; i++)
            lengths[i] = KernelFunctions.Direction(rows.Slice(i * width, dimension), frame, directions.AsSpan(i), stride);
        (double[] newton, int[] drawn) = Newton(directions, wide, lengths, weights, landmarks);
        int found = drawn.Length;
        double[] covariance = Covariance(newton, found, polynomials, polynomials.Length / stride, weights);
        double[] chosen = Leading(covariance, found, Math.Min(functions, found), out int kept);
        // A Newton function is a combination of the kernel at the landmarks before it: coefficients by back substitution.
        double[] triangle = new double[found * found];
        for (int a = 0; a < found; a++)
        {
            for (int b = 0; b <= a; b++)
                triangle[a * found + b] = newton[b * stride + drawn[a]];
        }
        double[] places = new double[found * wide];
        for (int a = 0; a < found; a++)
        {
            for (int column = 0; column < wide; column++)
                places[a * wide + column] = directions[column * stride + drawn[a]];
        }
        double[] coefficients = new double[kept * found];
        workers.Run(kept, (long)kept * found * found / 2, f =>
        {
            Span<double> own = coefficients.AsSpan(f * found, found);
            chosen.AsSpan(f * found, found).CopyTo(own);
            for (int a = found - 1; a >= 0; a--)
            {
                own[a] /= triangle[a * found + a];
                for (int b = 0; b < a; b++)
                    own[b] -= own[a] * triangle[a * found + b];
            }
            // The kernel is evaluated without the landmark's length.
            for (int a = 0; a < found; a++)
                own[a] *= lengths[drawn[a]];
        });
        return new KernelFunctions(dimension, frame, places, coefficients, kept);
    }

    /// <summary>Draws landmarks, and evaluates their Newton functions at the rows: functions x stride.</summary>
    private (double[] Newton, int[] Landmarks) Newton(
        double[] directions, int wide, double[] lengths, ReadOnlySpan<double> weights, int most)
    {
        int count = weights.Length, stride = lengths.Length;
        double[] newton = new double[most * stride];
        var landmarks = new List<int>(most);
        double[] left = new double[count], before = new double[count], mass = weights.ToArray();
        double largest = 0;
        for (int i = 0; i < count; i++)
        {
            left[i] = lengths[i] * lengths[i];
            largest = Math.Max(largest, left[i]);
        }
        var random = new SplitMix64(Seed);
        double[] columns = new double[Draws * stride], factors = new double[Draws * Math.Max(wide, Kernels.Pad(most))];
        while (landmarks.Count < most)
        {
            int[] drawn = Draw(left, mass, Nothing * largest, Math.Min(Draws, most - landmarks.Count), ref random);
            if (drawn.Length == 0)
                break;
            Kernel(directions, wide, lengths, drawn, columns, factors);
            Eliminate(columns, newton, stride, landmarks.Count, drawn, factors);
            left.CopyTo(before, 0);
            int firstOfDraw = landmarks.Count;
            for (int d = 0; d < drawn.Length; d++)
            {
                int landmark = drawn[d];
                Span<double> column = columns.AsSpan(d * stride, stride);
                // As many as were drawn before in this round are taken off one by one.
                for (int a = firstOfDraw; a < landmarks.Count; a++)
                    Kernels.SubtractScaled(column, newton[a * stride + landmark], newton.AsSpan(a * stride, stride));
                double rest = Math.Min(column[landmark], left[landmark]);
                if (!(rest > Nothing * largest) || random.Unit() * before[landmark] > rest)
                    continue;
                double root = Math.Sqrt(rest);
                Span<double> own = newton.AsSpan(landmarks.Count * stride, stride);
                for (int i = 0; i < count; i++)
                    own[i] = column[i] / root;
                for (int i = 0; i < count; i++)
                    left[i] = Math.Max(0, left[i] - own[i] * own[i]);
                left[landmark] = 0;
                landmarks.Add(landmark);
            }
        }
        return (newton, [.. landmarks]);
    }

    /// <summary>Draws rows with replacement, each with a chance in proportion to its weight times what is left of it.</summary>
    private static int[] Draw(double[] left, double[] weights, double nothing, int most, ref SplitMix64 random)
    {
        double[] running = new double[left.Length];
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
            running[i] = sum += left[i] > nothing ? left[i] * weights[i] : 0;
        if (!(sum > 0))
            return [];
        var drawn = new List<int>(most);
        for (int d = 0; d < most; d++)
        {
            int at = Array.BinarySearch(running, random.Unit() * sum);
            at = at < 0 ? ~at : at;
            while (at < left.Length && !(left[at] > nothing && weights[at] > 0))
                at++;
            if (at < left.Length && !drawn.Contains(at))
                drawn.Add(at);
        }
        return [.. drawn];
    }

    /// <summary>The kernel between drawn rows and all rows.</summary>
    private void Kernel(double[] directions, int wide, double[] lengths, int[] drawn, double[] columns, double[] factors)
    {
        int stride = lengths.Length;
        for (int d = 0; d < drawn.Length; d++)
        {
            for (int column = 0; column < wide; column++)
                factors[d * wide + column] = -directions[column * stride + drawn[d]];
        }
        int tiles = (stride + BlockProduct.TileColumns - 1) / BlockProduct.TileColumns;
        workers.Run(tiles, (long)stride * drawn.Length * (wide + 16), tile =>
        {
            int from = tile * BlockProduct.TileColumns, columnsOfTile = Math.Min(BlockProduct.TileColumns, stride - from);
            for (int d = 0; d < drawn.Length; d++)
                columns.AsSpan(d * stride + from, columnsOfTile).Clear();
            BlockProduct.Subtract(columns.AsSpan(from), stride, drawn.Length, factors, wide, directions.AsSpan(from), stride, wide,
                columnsOfTile);
            for (int d = 0; d < drawn.Length; d++)
            {
                Span<double> values = columns.AsSpan(d * stride + from, columnsOfTile);
                ArcCosine.Apply(values, lengths.AsSpan(from, columnsOfTile));
                Kernels.SubtractScaled(values, 1 - lengths[drawn[d]], values);
            }
        });
    }

    /// <summary>Takes what earlier landmarks explain off the drawn rows' kernel.</summary>
    private void Eliminate(double[] columns, double[] newton, int stride, int earlier, int[] drawn, double[] factors)
    {
        if (earlier == 0)
            return;
        for (int d = 0; d < drawn.Length; d++)
        {
            for (int a = 0; a < earlier; a++)
                factors[d * earlier + a] = newton[a * stride + drawn[d]];
        }
        int tiles = (stride + BlockProduct.TileColumns - 1) / BlockProduct.TileColumns;
        workers.Run(tiles, (long)stride * drawn.Length * earlier, tile =>
        {
            int from = tile * BlockProduct.TileColumns;
            BlockProduct.Subtract(columns.AsSpan(from), stride, drawn.Length, factors, earlier, newton.AsSpan(from), stride, earlier,
                Math.Min(BlockProduct.TileColumns, stride - from));
        });
    }

    /// <summary>Covariance of the Newton functions, without what the polynomials explain of them.</summary>
    private double[] Covariance(double[] newton, int found, double[] polynomials, int terms, ReadOnlySpan<double> weights)
    {
        int count = weights.Length, stride = Kernels.Pad(count), all = terms + found, padded = Kernels.Pad(all);
        // Rows x functions, times the root of the weight: polynomials first.
        double[] values = new double[count * padded];
        double[] roots = new double[count];
        for (int i = 0; i < count; i++)
            roots[i] = Math.Sqrt(weights[i]);
        for (int i = 0; i < count; i++)
        {
            Span<double> row = values.AsSpan(i * padded, padded);
            for (int f = 0; f < terms; f++)
                row[f] = polynomials[f * stride + i] * roots[i];
            for (int f = 0; f < found; f++)
                row[terms + f] = newton[f * stride + i] * roots[i];
        }
        double[] factors = new double[all * count];
        for (int f = 0; f < all; f++)
        {
            for (int i = 0; i < count; i++)
                factors[f * count + i] = -values[i * padded + f];
        }
        double[] products = new double[all * padded];
        workers.Run((all + Tile - 1) / Tile, (long)all * padded * count, tile =>
        {
            int first = tile * Tile;
            BlockProduct.Subtract(
                products.AsSpan(first * padded), padded, Math.Min(Tile, all - first), factors.AsSpan(first * count), count, values,
                padded, count, padded);
        });
        // Gaussian elimination of the polynomials leaves the Schur complement. A polynomial that depends on others is passed over.
        double scale = 0;
        for (int f = 0; f < terms; f++)
            scale = Math.Max(scale, products[f * padded + f]);
        for (int f = 0; f < terms; f++)
        {
            double pivot = products[f * padded + f];
            if (!(pivot > Dependent * scale))
                continue;
            int from = (f + 1) & ~(Kernels.Lanes - 1);
            workers.Run((all - f - 1 + Tile - 1) / Tile, (long)(all - f) * (all - f), tile =>
            {
                ReadOnlySpan<double> row = products.AsSpan(f * padded + from, padded - from);
                for (int other = f + 1 + tile * Tile; other < Math.Min(all, f + 1 + (tile + 1) * Tile); other++)
                    Kernels.SubtractScaled(
                        products.AsSpan(other * padded + from, padded - from), products[other * padded + f] / pivot, row);
            });
        }
        double[] covariance = new double[found * Kernels.Pad(found)];
        for (int f = 0; f < found; f++)
            products.AsSpan((terms + f) * padded + terms, found).CopyTo(covariance.AsSpan(f * Kernels.Pad(found)));
        return covariance;
    }

    /// <summary>
    /// Directions among the Newton functions by the variance they leave, each of length 1: functions x found.
    /// </summary>
    private static double[] Leading(double[] covariance, int found, int most, out int kept)
    {
        int stride = Kernels.Pad(found);
        double[] factor = new double[most * stride], shares = new double[most], left = new double[found];
        double scale = 0;
        for (int f = 0; f < found; f++)
            scale = Math.Max(scale, left[f] = covariance[f * stride + f]);
        double[] directions = new double[most * found];
        for (kept = 0; kept < most; kept++)
        {
            int pivot = Array.IndexOf(left, left.Max());
            double variance = left[pivot];
            if (!(variance > NoVariance * scale))
                break;
            Span<double> row = factor.AsSpan(kept * stride, stride);
            covariance.AsSpan(pivot * stride, stride).CopyTo(row);
            for (int earlier = 0; earlier < kept; earlier++)
                shares[earlier] = factor[earlier * stride + pivot];
            BlockProduct.Subtract(row, stride, 1, shares, most, factor, stride, kept, stride);
            double root = Math.Sqrt(variance), square = 0;
            for (int f = 0; f < found; f++)
            {
                row[f] /= root;
                left[f] = Math.Max(0, left[f] - row[f] * row[f]);
                square += row[f] * row[f];
            }
            left[pivot] = 0;
            for (int f = 0; f < found; f++)
                directions[kept * found + f] = row[f] / Math.Sqrt(square);
        }
        return directions;
    }
}

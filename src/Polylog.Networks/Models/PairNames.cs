using System.Text.RegularExpressions;

namespace Polylog.Networks;

/// <summary>
/// The names of a layer of a file without a graph: the weights that make the units, and those that read them, such as <c>fc1:fc2</c>. Of
/// several makers, <c>gate_proj,up_proj:down_proj</c>, the responses are multiplied. A name without a dot is beside the first one: in
/// <c>mlp.gate_proj,up_proj:down_proj</c>, <c>up_proj</c> is <c>mlp.up_proj</c>, unless the file has weights of just this name.
/// </summary>
/// <param name="Text">How messages and lists name the layer.</param>
/// <param name="Makers">Full names of the makers, at least one.</param>
/// <param name="Reader">Full name of the reader.</param>
internal sealed record PairNames(string Text, IReadOnlyList<string> Makers, string Reader)
{
    /// <summary>The first maker, behind whose sums the activation is.</summary>
    public string First => Makers[0];

    /// <summary>Whether there are several makers.</summary>
    public bool IsGated => Makers.Count > 1;

    /// <summary>All names.</summary>
    public IEnumerable<string> All => Makers.Append(Reader);

    /// <summary>Reads the names; null where the text has not one colon with names on both sides.</summary>
    /// <param name="text">Names joined by commas, a colon, and one name.</param>
    /// <param name="has">Whether the file has weights of a name.</param>
    public static PairNames? Parse(string text, Func<string, bool> has)
    {
        if (text.Split(':') is not [var makers, var reader] || reader.Length == 0 || reader.Contains(',', StringComparison.Ordinal)
            || makers.Split(',') is not [.. var given] || given.Contains(""))
        {
            return null;
        }
        string prefix = Prefix(given[0]);
        string Full(string name) => name.Contains('.', StringComparison.Ordinal) || has(name) ? name : prefix + name;
        string[] full = [.. given.Select(Full)];
        // Of gated layers the names are long, and repeat their module.
        string Short(string name) => full.Length > 1 && name.StartsWith(prefix, StringComparison.Ordinal)
            && name[prefix.Length..] is var own && !own.Contains('.', StringComparison.Ordinal) && !has(own) ? own : name;
        string others = string.Concat(full.Skip(1).Select(name => $",{Short(name)}"));
        return new PairNames($"{full[0]}{others}:{Short(Full(reader))}", full, Full(reader));
    }

    /// <summary>
    /// The texts with a number in place of each <c>*</c>, for all weights that the first name fits; the text itself where it has none.
    /// </summary>
    /// <param name="text">Names of a layer.</param>
    /// <param name="weights">Names of the weights of the file.</param>
    /// <returns>In natural order; empty if the first name fits no weights.</returns>
    public static IReadOnlyList<string> Expand(string text, IEnumerable<string> weights)
    {
        string first = text.Split(',', ':')[0];
        if (!first.Contains('*', StringComparison.Ordinal))
            return [text];
        string escaped = Regex.Escape(first).Replace("\\*", "([0-9]+)", StringComparison.Ordinal);
        var pattern = new Regex($"^{escaped}$", RegexOptions.NonBacktracking);
        IEnumerable<Match> fitting = weights.Order(NaturalOrder.Instance).Select(name => pattern.Match(name)).Where(match => match.Success);
        return [.. fitting.Select(match => Filled(text, [.. match.Groups.Values.Skip(1).Select(group => group.Value)]))];
    }

    /// <summary>What is before a name in its module, with the dot; empty where it has no dot.</summary>
    public static string Prefix(string name) => name[..(name.LastIndexOf('.') + 1)];

    // Each name has the numbers of the first, in its order.
    private static string Filled(string text, string[] numbers)
    {
        int next = 0;
        return Regex.Replace(text, "[*,:]", mark =>
        {
            if (mark.Value != "*")
                next = 0;
            return mark.Value == "*" ? next < numbers.Length ? numbers[next++] : "*" : mark.Value;
        });
    }
}

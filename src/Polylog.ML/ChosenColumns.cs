using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polylog.ML;

/// <summary>The columns of a schema that were named, each checked for its role.</summary>
internal sealed record ChosenColumns(
    IReadOnlyList<DataViewSchema.Column> Features,
    DataViewSchema.Column? Label,
    DataViewSchema.Column? Weight,
    IReadOnlyList<DataViewSchema.Column> Groups,
    ILoss Loss,
    string WeightName)
{
    /// <summary>All of them, each once.</summary>
    public IEnumerable<DataViewSchema.Column> All =>
        Features.Concat(Groups).Concat(new[] { Label, Weight }.OfType<DataViewSchema.Column>()).DistinctBy(column => column.Index);

    /// <summary>Numbers a row has in the columns of features.</summary>
    public int Dimension => Features.Sum(Width);

    /// <summary>Finds the columns.</summary>
    /// <exception cref="ArgumentException">A column is missing, given twice, or of a type that is of no use.</exception>
    public static ChosenColumns FromSchema(DataViewSchema schema, MomentColumns names)
    {
        DataViewSchema.Column[] features = [.. names.Features.Select(name => Find(schema, name, "feature"))];
        if (features.Length == 0)
            throw Fault("There are no feature columns; name at least one.");
        DataViewSchema.Column? label = Optional(schema, names.Label, "label"), weight = Optional(schema, names.Weight, "weight");
        foreach (DataViewSchema.Column feature in features)
        {
            if (features.Count(other => other.Index == feature.Index) > 1)
                throw Fault($"Column '{feature.Name}' is given twice among the features; name it once.");
            if (feature.Index == label?.Index)
                throw Fault($"Column '{feature.Name}' is the label, and among the features too: leave it out of the features, or set "
                    + $"Label to null to compress it as one of them.");
            if (feature.Index == weight?.Index)
                throw Fault($"Column '{feature.Name}' is the weight, and among the features too; leave it out of one.");
            if (!IsNumeric(feature.Type))
                throw Fault($"Feature column '{feature.Name}' is {feature.Type}, not a number or a vector of numbers of known size: "
                    + $"convert it (mlContext.Transforms.Conversion.ConvertType, Categorical.OneHotEncoding), or make it a group.");
        }
        if (label is { } target
            && !(IsNumber(target.Type) || target.Type is KeyDataViewType || (names.Loss.SplitsByTarget && target.Type is TextDataViewType)))
            throw Fault($"Label column '{target.Name}' is {target.Type}; the {names.Loss.Name} loss takes a number, a truth "
                + $"value{(names.Loss.SplitsByTarget ? ", a key or a text" : " or a key")}.");
        if (weight is { } own && !IsNumber(own.Type))
            throw Fault($"Weight column '{own.Name}' is {own.Type}; weights are numbers of 0 or more.");
        DataViewSchema.Column[] groups = [.. names.Groups.Select(name => Find(schema, name, "group"))];
        foreach (DataViewSchema.Column group in groups)
        {
            if (!(IsNumber(group.Type) || group.Type is KeyDataViewType or TextDataViewType))
                throw Fault($"Group column '{group.Name}' is {group.Type}; groups are told apart by a text, a key, a truth value or a "
                    + $"number.");
        }
        if (schema.GetColumnOrNull(names.WeightName) is { } taken && taken.Index != weight?.Index)
            throw Fault($"The data already has a column '{names.WeightName}': if it holds the rows' weights give it as Weight, otherwise "
                + $"choose another WeightName.");
        return new ChosenColumns(features, label, weight, groups, names.Loss, names.WeightName);
    }

    /// <summary>Numbers a row has in a column.</summary>
    public static int Width(DataViewSchema.Column column) => column.Type is VectorDataViewType vector ? vector.Size : 1;

    private static bool IsNumber(DataViewType type) => type is NumberDataViewType or BooleanDataViewType;

    private static bool IsNumeric(DataViewType type) =>
        IsNumber(type) || type is VectorDataViewType { IsKnownSize: true } vector
            && (vector.ItemType == NumberDataViewType.Single || vector.ItemType == NumberDataViewType.Double);

    private static DataViewSchema.Column? Optional(DataViewSchema schema, string? name, string role) =>
        name is null ? null : Find(schema, name, role);

    private static DataViewSchema.Column Find(DataViewSchema schema, string name, string role) =>
        schema.GetColumnOrNull(name) ?? throw Missing(schema, name, role);

    private static ArgumentException Missing(DataViewSchema schema, string name, string role)
    {
        string[] names = [.. schema.Where(column => !column.IsHidden).Select(column => column.Name)];
        string way = NearestName.To(name, names, ignoreCase: true) is { } nearest
            ? $"did you mean '{nearest}'?" : $"its columns are {string.Join(", ", names.Select(other => $"'{other}'"))}.";
        return Fault($"The data has no column '{name}' ({role}); {way}");
    }

    private static ArgumentException Fault(string message) => new(message);
}

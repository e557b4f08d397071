using Microsoft.ML;

namespace Polylog.ML.Tests;

/// <summary>Bad input is told in one line: the place, the rule, the way out.</summary>
public class ErrorTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void A_column_that_is_not_there_is_told_with_the_nearest() =>
        Assert.Equal(
            "The data has no column 'Romms' (feature); did you mean 'Rooms'?", Refused(new MomentColumns { Features = ["Romms"] }));

    [Fact]
    public void Without_a_near_one_all_are_told() => Assert.Equal(
        "The data has no column 'price' (label); its columns are 'Features', 'Rooms', 'Age', 'Label', 'IsDear', 'Town', 'Kind', 'Shares', "
            + "'Number'.",
        Refused(new MomentColumns { Label = "price" }));

    [Fact]
    public void The_label_is_no_feature() => Assert.Equal(
        "Column 'Label' is the label, and among the features too: leave it out of the features, or set Label to null to compress it as "
            + "one of them.",
        Refused(new MomentColumns { Features = ["Rooms", "Label"] }));

    [Fact]
    public void A_feature_is_named_once() =>
        Assert.Equal("Column 'Age' is given twice among the features; name it once.",
            Refused(new MomentColumns { Features = ["Age", "Rooms", "Age"] }));

    [Fact]
    public void Features_are_numbers()
    {
        string message = Refused(new MomentColumns { Features = ["Rooms", "Town"] });
        Assert.StartsWith("Feature column 'Town' is String, not a number or a vector of numbers of known size: convert it (", message,
            StringComparison.Ordinal);
        Assert.StartsWith("Feature column 'Kind' is Key<UInt32, 0-2>, not a number", Refused(new MomentColumns { Features = ["Kind"] }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_is_no_label_of_the_squared_loss() =>
        Assert.Equal("Label column 'Town' is String; the squared loss takes a number, a truth value or a key.",
            Refused(new MomentColumns { Label = "Town" }));

    [Fact]
    public void The_weight_s_name_must_be_free() => Assert.Equal(
        "The data already has a column 'Shares': if it holds the rows' weights give it as Weight, otherwise choose another WeightName.",
        Refused(new MomentColumns { WeightName = "Shares" }));

    [Fact]
    public void A_missing_value_is_told_by_row_and_column()
    {
        House[] houses = [.. House.Some(100)];
        houses[17].Age = double.NaN;
        Assert.Equal(
            "Row 17 (counting from 0), column 'Age' has no value: fill such gaps with mlContext.Transforms.ReplaceMissingValues, or leave "
                + "the rows out with mlContext.Data.FilterRowsByMissingValues.",
            Refused(new MomentColumns { Features = ["Rooms", "Age"] }, houses));
        houses[3].Features[1] = float.NaN;
        Assert.StartsWith("Row 3 (counting from 0), column 'Features', slot 1, has no value: ", Refused(new MomentColumns(), houses),
            StringComparison.Ordinal);
        houses[1].Kind = 3;
        Assert.StartsWith("Row 1 (counting from 0), column 'Kind' has no value: ",
            Refused(new MomentColumns { Label = "Kind", Loss = Loss.Classes }, houses), StringComparison.Ordinal);
        houses[0].Features[0] = float.PositiveInfinity;
        Assert.StartsWith("Row 0 (counting from 0), column 'Features', slot 0, is infinite: ", Refused(new MomentColumns(), houses),
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_rows_are_told() =>
        Assert.Equal("The data has no rows; a compression needs at least one.", Refused(new MomentColumns(), []));

    private string Refused(MomentColumns columns, IReadOnlyList<House>? houses = null)
    {
        IDataView data = _context.Data.LoadFromEnumerable(houses ?? House.Some(50));
        string message = Assert.Throws<ArgumentException>(() => _context.Data.CompressMoments(data, columns)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }
}

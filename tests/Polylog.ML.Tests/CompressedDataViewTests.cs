using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polylog.ML.Tests;

/// <summary>What the compressed view holds.</summary>
public class CompressedDataViewTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Kept_rows_have_all_their_columns_as_they_were()
    {
        IReadOnlyList<House> houses = House.Some(2000);
        CompressedDataView kept =
            _context.Data.CompressMoments(_context.Data.LoadFromEnumerable(houses), options: new CompressionOptions { Size = 60 });
        WeightedHouse[] rows = [.. _context.Data.CreateEnumerable<WeightedHouse>(kept, reuseRowObject: false)];
        Assert.Equal(kept.Coreset.Indices.ToArray(), rows.Select(row => row.Number));
        for (int i = 0; i < rows.Length; i++)
        {
            House house = houses[rows[i].Number];
            Assert.Equal((house.Town, house.Kind, house.Age, house.IsDear), (rows[i].Town, rows[i].Kind - 1, rows[i].Age, rows[i].IsDear));
            Assert.Equal(house.Features, rows[i].Features);
            Assert.Equal((float)kept.Coreset.Weights.Span[i], rows[i].Weight);
        }
    }

    [Fact]
    public void Schema_is_the_source_s_and_a_weight()
    {
        IDataView houses = House.View(_context, 500);
        CompressedDataView kept = _context.Data.CompressMoments(houses, new MomentColumns { WeightName = "Stands for" });
        Assert.Equal(houses.Schema.Select(column => (column.Name, column.Type)).Append(("Stands for", NumberDataViewType.Single)),
            kept.Schema.Select(column => (column.Name, column.Type)));
        Assert.Equal(50, kept.GetRowCount());
        Assert.Equal("Stands for", kept.WeightColumnName);
    }

    [Fact]
    public void Least_squares_of_the_view_s_own_floats_is_that_of_all_rows()
    {
        IReadOnlyList<House> houses = House.Some(3000);
        IDataView data = _context.Data.LoadFromEnumerable(houses);
        CompressedDataView kept = _context.Data.CompressMoments(data, options: new CompressionOptions { Order = 2, Size = 20 });
        double[] all = WeightedFit.Of(houses.Select(house => (house.Features, house.Label, 1.0)));
        double[] few = WeightedFit.Of(_context.Data.CreateEnumerable<WeightedHouse>(kept, reuseRowObject: false)
            .Select(row => (row.Features, row.Label, (double)row.Weight)));
        for (int i = 0; i < all.Length; i++)
            Assert.Equal(1, few[i] / all[i], 1e-6);
        Certificate certificate = kept.Certify();
        Assert.InRange(certificate.MomentResidual, 0, 1e-13);
        Assert.True(certificate.Evidence.Coreset.Median < certificate.Evidence.Random.Median);
    }

    [Fact]
    public void Data_larger_than_the_memory_allowed_is_compressed_part_by_part()
    {
        IReadOnlyList<House> houses = House.Some(60_000);
        IDataView data = _context.Data.LoadFromEnumerable(houses);
        var options = new CompressionOptions { Order = 2, Size = 60 };
        CompressedDataView kept = _context.Data.CompressMoments(data, memory: 1_000_000, options: options);
        double[] all = WeightedFit.Of(houses.Select(house => (house.Features, house.Label, 1.0)));
        double[] few = WeightedFit.Of(_context.Data.CreateEnumerable<WeightedHouse>(kept, reuseRowObject: false)
            .Select(row => (row.Features, row.Label, (double)row.Weight)));
        for (int i = 0; i < all.Length; i++)
            Assert.Equal(1, few[i] / all[i], 1e-6);
        StreamedCoreset streamed = kept.Streamed!;
        Assert.Equal(60_000, streamed.SourceCount);
        Assert.Equal(streamed.Count, kept.GetRowCount());
        Assert.InRange(streamed.WorstMatchedPower, 0, 1e-12);
        Assert.Contains("in Streamed", Assert.Throws<InvalidOperationException>(() => kept.Certify()).Message, StringComparison.Ordinal);
        WeightedHouse[] rows = [.. _context.Data.CreateEnumerable<WeightedHouse>(kept, reuseRowObject: false)];
        Assert.Equal(streamed.Rows.ToArray(), rows.Select(row => (long)row.Number));
        Assert.Null(_context.Data.CompressMoments(data, memory: 1_000_000_000, options: options).Streamed);
    }

    [Fact]
    public void Data_larger_than_the_memory_allowed_needs_a_size()
    {
        IDataView data = House.View(_context, 60_000);
        Assert.Contains("set Size", Assert.Throws<ArgumentException>(() => _context.Data.CompressMoments(data, memory: 1_000_000)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.Data.CompressMoments(data, memory: 10));
    }

    [Fact]
    public void Single_columns_and_a_vector_of_them_are_the_same_data()
    {
        IDataView data = House.View(_context, 1000);
        data = _context.Transforms.Concatenate("Both", "Rooms").Fit(data).Transform(data);
        var columns = new MomentColumns { Features = ["Rooms", "Age"] };
        Measure apart = _context.Data.CompressMoments(data, columns).Coreset.Points;
        Measure joined = _context.Data.CompressMoments(data, columns with { Features = ["Both", "Age"] }).Coreset.Points;
        Assert.Equal(apart.Atoms.ToArray(), joined.Atoms.ToArray());
        Assert.Equal(2, apart.Dimension);
    }

    [Fact]
    public void Weights_that_are_there_are_taken_over()
    {
        IReadOnlyList<House> houses = House.Some(1000);
        var columns = new MomentColumns { Weight = "Shares", WeightName = "Shares" };
        CompressedDataView kept = _context.Data.CompressMoments(_context.Data.LoadFromEnumerable(houses), columns);
        float[] weights = [.. kept.GetColumn<float>("Shares")];
        Assert.Equal(kept.Coreset.Count, weights.Length);
        Assert.Equal(1, weights.Sum(weight => (double)weight) / houses.Sum(house => house.Shares), 1e-6);
    }

    [Fact]
    public void Each_group_keeps_its_weight()
    {
        IReadOnlyList<House> houses = House.Some(1500);
        var columns = new MomentColumns { Groups = ["Town", "IsDear"] };
        CompressedDataView kept = _context.Data.CompressMoments(_context.Data.LoadFromEnumerable(houses), columns);
        ILookup<(string Town, bool IsDear), WeightedHouse> rows =
            _context.Data.CreateEnumerable<WeightedHouse>(kept, reuseRowObject: false).ToLookup(row => (row.Town, row.IsDear));
        foreach (IGrouping<(string, bool), House> group in houses.GroupBy(house => (house.Town, house.IsDear)))
            Assert.Equal(1, rows[group.Key].Sum(row => (double)row.Weight) / group.Count(), 1e-6);
    }

    [Theory]
    [InlineData("Town")]
    [InlineData("Kind")]
    [InlineData("IsDear")]
    public void Classes_may_be_texts_keys_or_truth_values(string label)
    {
        IDataView data = House.View(_context, 1500);
        CompressedDataView kept = _context.Data.CompressMoments(data, new MomentColumns { Label = label, Loss = Loss.Classes });
        Assert.Equal(label == "IsDear" ? 2 : 3, kept.Coreset.Points.Targets.ToArray().Distinct().Count());
    }

    [Fact]
    public void Without_a_label_plain_moments_are_kept() =>
        Assert.Null(_context.Data.CompressMoments(House.View(_context, 500), new MomentColumns { Label = null }).Coreset.Points.Loss);

    [Fact]
    public void The_source_is_read_twice_however_often_the_view_is()
    {
        int reads = 0;
        IEnumerable<House> Counted()
        {
            reads++;
            foreach (House house in House.Some(300))
                yield return house;
        }
        CompressedDataView kept = _context.Data.CompressMoments(_context.Data.LoadFromEnumerable(Counted()));
        for (int i = 0; i < 5; i++)
            Assert.Equal(30, kept.GetColumn<float>("Weight").Count());
        Assert.Equal(2, reads);
    }

    private sealed class WeightedHouse
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public double Age { get; set; }

        public float Label { get; set; }

        public bool IsDear { get; set; }

        public string Town { get; set; } = "";

        [KeyType(3)]
        public uint Kind { get; set; }

        public int Number { get; set; }

        public float Weight { get; set; }
    }
}

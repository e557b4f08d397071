namespace Polylog.Tests;

/// <summary>Which order a plan recommends, and when it says that none will do.</summary>
public class CompressionPlanTests
{
    private static readonly CostModel s_costs = new(1e-9, 1e-9, 2);

    [Fact]
    public void A_plan_for_an_error_reaches_it_with_every_order()
    {
        CompressionPlan plan = CompressionPlan.ForError(1_000_000_000, 1e-6, ErrorModel.Theory(4), s_costs);
        Assert.Equal(ErrorModel.HighestOrder, plan.Orders.Count);
        Assert.All(plan.Orders, order => Assert.InRange(order.SmoothError, 0, 1e-6));
        Assert.All(plan.Orders, order => Assert.InRange(order.Size, order.Moments, 1_000_000_000));
        Assert.InRange(plan.Recommended.Size, 1, plan.Orders.Min(order => order.Size) * 5 / 4);
        Assert.Equal(PlanOutlook.Good, plan.Outlook);
    }

    [Fact]
    public void Less_error_takes_more_rows()
    {
        long last = 0;
        for (double error = 1e-2; error > 1e-6; error /= 10)
        {
            long size = CompressionPlan.ForError(1_000_000, error, ErrorModel.Theory(3), s_costs).Orders[1].Size;
            Assert.True(size > last || size == 10, $"{size} rows for {error}, {last} for ten times as much");
            last = size;
        }
    }

    [Fact]
    public void A_plan_for_a_size_has_the_orders_it_has_room_for()
    {
        CompressionPlan plan = CompressionPlan.ForSize(100_000, 300, ErrorModel.Theory(9), s_costs);
        Assert.Equal([10L, 55L, 220L], plan.Orders.Select(order => order.Moments));
        Assert.All(plan.Orders, order => Assert.Equal(300, order.Size));
        Assert.All(plan.Orders, order => Assert.InRange(plan.Recommended.SmoothError, 0, order.SmoothError * 1.5));
        Assert.Null(plan.Error);
    }

    [Fact]
    public void Kinked_uses_ask_for_lower_orders_than_smooth_ones()
    {
        int smooth = CompressionPlan.ForSize(1_000_000, 10_000, ErrorModel.Theory(4), s_costs).Recommended.Order;
        int kinked = CompressionPlan.ForSize(1_000_000, 10_000, ErrorModel.Theory(4), s_costs, Use.Kinked).Recommended.Order;
        Assert.True(kinked < smooth, $"{kinked} and {smooth}");
    }

    [Fact]
    public void Many_columns_are_hopeless_and_few_are_not()
    {
        Assert.Equal(PlanOutlook.TooManyRows, CompressionPlan.ForError(1_000_000, 1e-6, ErrorModel.Theory(50), s_costs).Outlook);
        Assert.Equal(PlanOutlook.LikeRandom, CompressionPlan.ForSize(1_000_000, 1000, ErrorModel.Theory(50), s_costs).Outlook);
        Assert.Equal(PlanOutlook.Good, CompressionPlan.ForSize(1_000_000, 1000, ErrorModel.Theory(4), s_costs).Outlook);
    }

    [Fact]
    public void An_order_that_takes_hours_is_not_recommended()
    {
        var slow = new CostModel(1e-12, 1e-2, 1);
        CompressionPlan plan = CompressionPlan.ForSize(1_000_000, 5000, ErrorModel.Theory(4), slow);
        Assert.True(plan.Orders[^1].Time > TimeSpan.FromHours(1));
        Assert.True(plan.Recommended.Time <= 3 * plan.Orders.Min(order => order.Time) || plan.Recommended.Time <= TimeSpan.FromHours(1));
        Assert.True(plan.Recommended.Order < CompressionPlan.ForSize(1_000_000, 5000, ErrorModel.Theory(4), s_costs).Recommended.Order);
    }

    [Fact]
    public void Time_and_memory_grow_with_rows_and_order()
    {
        Assert.True(s_costs.Time(2_000_000, 3, 4, 1000) > s_costs.Time(1_000_000, 3, 4, 1000));
        Assert.True(s_costs.Time(1_000_000, 3, 8, 1000) > s_costs.Time(1_000_000, 3, 4, 1000));
        // 2.4 times ten million rows of three columns, and little else.
        Assert.InRange(s_costs.Memory(10_000_000, 3, 5, 100_000), 2.4 * 240e6, 2.5 * 240e6);
    }

    [Fact]
    public void Sizes_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => CompressionPlan.ForSize(100, 3, ErrorModel.Theory(3), s_costs));
        Assert.Throws<ArgumentOutOfRangeException>(() => CompressionPlan.ForSize(100, 101, ErrorModel.Theory(3), s_costs));
        Assert.Throws<ArgumentOutOfRangeException>(() => CompressionPlan.ForError(3, 0.1, ErrorModel.Theory(3), s_costs));
    }
}

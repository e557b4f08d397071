using Microsoft.ML;
using Microsoft.ML.Data;

namespace Polylog.ML.Tests;

/// <summary>A small made-up table with columns of all kinds.</summary>
internal sealed class House
{
    [VectorType(2)]
    public float[] Features { get; set; } = [];

    public float Rooms { get; set; }

    public double Age { get; set; }

    public float Label { get; set; }

    public bool IsDear { get; set; }

    public string Town { get; set; } = "";

    [KeyType(3)]
    public uint Kind { get; set; }

    public float Shares { get; set; }

    public int Number { get; set; }

    public static IReadOnlyList<House> Some(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double rooms = 1 + 9 * random.NextDouble(), age = 100 * random.NextDouble() * random.NextDouble();
            double price = 3 * rooms - 0.05 * age + 0.2 * rooms * rooms + random.NextDouble();
            return new House
            {
                Features = [(float)rooms, (float)age],
                Rooms = (float)rooms,
                Age = age,
                Label = (float)price,
                IsDear = price + 12 * random.NextDouble() > 22,
                Town = i % 3 == 0 ? "Ödenburg, west" : i % 3 == 1 ? "" : "Graz",
                // In memory keys count from 0, and from 1 once they are loaded.
                Kind = (uint)(i % 3),
                Shares = 1 + i % 4,
                Number = i,
            };
        })];
    }

    public static IDataView View(MLContext context, int count) => context.Data.LoadFromEnumerable(Some(count));
}

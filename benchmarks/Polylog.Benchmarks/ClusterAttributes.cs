namespace Polylog.Cluster;

/// <summary>Stands for Orleans' attribute of this name: the ledger's source is compiled here without Orleans.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class GenerateSerializerAttribute : Attribute;

/// <summary>Stands for Orleans' attribute of this name.</summary>
/// <param name="number">A member's number.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class IdAttribute(int number) : Attribute
{
    public int Number => number;
}

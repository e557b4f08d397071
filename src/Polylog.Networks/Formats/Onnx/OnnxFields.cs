namespace Polylog.Networks;

/// <summary>Field numbers of onnx.proto, for the messages that this library reads.</summary>
internal static class OnnxFields
{
    public const int ModelIrVersion = 1;
    public const int ModelGraph = 7;
    public const int ModelOpsetImport = 8;
    public const int ModelMetadata = 14;
    public const int ModelTrainingInfo = 20;
    public const int ModelFunctions = 25;

    public const int OpsetDomain = 1;
    public const int OpsetVersion = 2;

    public const int FunctionNode = 7;
    public const int FunctionName = 1;
    public const int FunctionDomain = 10;

    public const int GraphNode = 1;
    public const int GraphInitializer = 5;
    public const int GraphInput = 11;
    public const int GraphOutput = 12;
    public const int GraphValueInfo = 13;
    public const int GraphSparseInitializer = 15;

    public const int NodeInput = 1;
    public const int NodeOutput = 2;
    public const int NodeName = 3;
    public const int NodeOpType = 4;
    public const int NodeAttribute = 5;
    public const int NodeDomain = 7;

    public const int AttributeName = 1;
    public const int AttributeFloat = 2;
    public const int AttributeInt = 3;
    public const int AttributeString = 4;
    public const int AttributeTensor = 5;
    public const int AttributeGraph = 6;
    public const int AttributeInts = 8;
    public const int AttributeTensors = 10;
    public const int AttributeGraphs = 11;
    public const int AttributeType = 20;
    public const int AttributeSparseTensor = 22;
    public const int AttributeSparseTensors = 23;

    public const int SparseValues = 1;
    public const int SparseIndices = 2;

    public const int TensorDims = 1;
    public const int TensorDataType = 2;
    public const int TensorSegment = 3;
    public const int TensorFloatData = 4;
    public const int TensorInt32Data = 5;
    public const int TensorInt64Data = 7;
    public const int TensorName = 8;
    public const int TensorRawData = 9;
    public const int TensorDoubleData = 10;
    public const int TensorExternalData = 13;
    public const int TensorDataLocation = 14;

    public const int EntryKey = 1;
    public const int EntryValue = 2;

    public const int ValueName = 1;
    public const int ValueType = 2;
    public const int TypeTensor = 1;
    public const int TensorTypeElement = 1;
    public const int TensorTypeShape = 2;
    public const int ShapeDim = 1;
    public const int DimValue = 1;
    public const int DimParameter = 2;
}

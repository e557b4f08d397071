namespace Polylog.Tables;

/// <summary>Thrown when a cell cannot be read as a number. It is caught to find the cell and name it in the message.</summary>
internal sealed class CellConversionException(string message) : Exception(message);

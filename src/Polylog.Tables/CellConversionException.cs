namespace Polylog.Tables;

/// <summary>A cell could not be read as a number; caught to find out which one before the user is told.</summary>
internal sealed class CellConversionException(string message) : Exception(message);

"""The version of the package; the library beside it must have the same."""
__version__ = "0.1.0"

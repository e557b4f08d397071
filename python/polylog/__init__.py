"""Polylog keeps a few rows of a table and gives them weights, so that all moments up to an order stay the same.

>>> import numpy as np, polylog
>>> X = np.random.default_rng(1).normal(size=(10_000, 2))
>>> coreset = polylog.compress(X, size=100, order=2)
>>> few, weights = coreset.take(X), coreset.weights
>>> bool(np.allclose(np.cov(few.T, aweights=weights, ddof=0), np.cov(X.T, ddof=0)))
True
"""
from ._compress import compress, merge
from ._coreset import Coreset
from ._report import Report
from ._errors import CompressionError
from ._shrink import shrink
from ._stream import StreamingCompressor
from ._version import __version__

__all__ = ["CompressionError", "Coreset", "Report", "StreamingCompressor", "__version__", "compress", "merge", "shrink"]

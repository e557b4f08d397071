"""Rows that come in parts."""
from __future__ import annotations

import ctypes
import errno
import os
import threading
from typing import Any, Optional, Union

import numpy as np

from ._arrays import as_array
from ._calls import WATCH, Kept, run
from ._coreset import Coreset
from ._errors import names_options, one_of
from ._input import Input, read
from ._library import check_fork, library
from ._options import LOSSES, joined, option_text

_Path = Union[str, "os.PathLike[str]"]


class StreamingCompressor:
    """Compresses rows that come in parts, in memory that does not grow with their number.

    Parameters
    ----------
    size : int
        Rows to keep at most.
    order : int, optional
        Moments up to this order are matched. By default the first rows choose it.
    loss : {'squared', 'least-squares', 'poisson', 'logistic', 'classes'}, optional
        For rows with targets. Classes and groups are whole numbers here, since later parts may have other labels.
    use, functions, effort, scale, n_jobs
        As for :func:`polylog.compress`.

    Examples
    --------
    >>> import numpy as np, polylog
    >>> stream = polylog.StreamingCompressor(size=100, order=2)
    >>> rng = np.random.default_rng(0)
    >>> for part in range(5):
    ...     _ = stream.partial_fit(rng.normal(size=(1_000, 2)))
    >>> stream.build()
    Coreset(100 of 5000 rows, order 2, matched)
    """

    @names_options
    def __init__(
        self, size: int, *, order: Optional[int] = None, loss: Optional[str] = None, use: str = "any", functions: str = "auto",
        effort: str = "balanced", scale: str = "std", n_jobs: Optional[int] = 0,
    ) -> None:
        self._loss = None if loss is None else one_of("loss", loss, LOSSES[1:])
        self._options = option_text(
            size=size, order=order, use=use, functions=functions, effort=effort, scale=scale, n_jobs=n_jobs)
        self._columns: Optional[list[str]] = None
        self._lock = threading.Lock()
        self._handle = ctypes.c_void_p()
        self._open()

    def _open(self) -> None:
        run("polylog_stream_new", self._text(), ctypes.byref(self._handle))

    def _text(self) -> bytes:
        return (joined(self._options) + (f" loss={self._loss}" if self._loss else "")).encode()

    def __del__(self) -> None:
        handle, self._handle = getattr(self, "_handle", None), ctypes.c_void_p()
        if handle:
            try:
                library().polylog_free(handle)
            except Exception:  # a forked process, or the end of the interpreter
                pass

    def __getstate__(self) -> Any:
        raise TypeError("A StreamingCompressor cannot be pickled; save it to a file.")

    def partial_fit(
        self, X: Any, y: Any = None, *, sample_weight: Any = None, groups: Any = None, totals: Any = None,
    ) -> StreamingCompressor:
        """Add rows behind those that there are. They are copied.

        Parameters
        ----------
        X : array-like, shape (n_rows, n_columns)
        y : array-like, shape (n_rows,) or (n_rows, n_targets), optional
        sample_weight : array-like, shape (n_rows,), optional
        groups : array-like of int, shape (n_rows,), optional
        totals : array-like, shape (n_rows, n_totals), optional

        Returns
        -------
        self
        """
        if (y is None) != (self._loss is None):
            raise ValueError("y and loss go together: give the stream a loss for rows with targets." if self._loss is None
                             else f"The stream has the {self._loss} loss, so rows need a y.")
        part = read(X, _numbers(y, "y") if self._loss == "classes" else y, sample_weight=sample_weight,
                    loss="squared" if self._loss == "classes" else self._loss, totals=totals)
        if groups is not None:
            part.groups = self._group_numbers(groups, part)
        check_fork()
        with self._lock:
            run("polylog_stream_add", self._handle, ctypes.byref(part.rows()), WATCH, columns=part.columns)
        return self

    @staticmethod
    def _group_numbers(groups: Any, part: Input) -> np.ndarray:
        numbers = _numbers(groups, "groups").reshape(-1)
        if len(numbers) != len(part.x):
            raise ValueError(f"groups has {len(numbers)} values for {len(part.x)} rows of X; give one for each row.")
        return numbers.astype(np.int32)

    def merge(self, other: StreamingCompressor) -> StreamingCompressor:
        """Take in the rows of another stream, behind the own ones. The other one cannot be used any more."""
        if not isinstance(other, StreamingCompressor):
            raise TypeError(f"merge takes another StreamingCompressor, and got {type(other).__name__}.")
        if other is self:
            raise ValueError("A stream cannot be merged with itself: its rows would count twice.")
        check_fork()
        with self._lock, other._lock:
            run("polylog_stream_merge", self._handle, other._handle, WATCH)
        return self

    def build(self) -> Coreset:
        """The rows kept of all that were added; more can be added afterwards.

        Returns
        -------
        Coreset
            ``indices`` are the numbers of rows in the order in which they were added.
        """
        check_fork()
        with self._lock:
            return Coreset(Kept.made_by("polylog_stream_build", self._handle), self._options, None)

    def save(self, path: _Path) -> None:
        """Write all that decides later results to a file, from which :meth:`load` goes on to the same bits."""
        check_fork()
        folder = os.path.dirname(os.path.abspath(os.fsdecode(path)))
        if not os.path.isdir(folder):
            raise FileNotFoundError(errno.ENOENT, "There is no such folder", folder)
        with self._lock:
            run("polylog_stream_save", self._handle, os.fsencode(path))

    @classmethod
    def load(cls, path: _Path, size: int, **options: Any) -> StreamingCompressor:
        """Go on from a file, with the options that the stream was made with."""
        # Python's own errors for a file that is not there, is a folder, or may not be read.
        with open(path, "rb"):
            pass
        class_ = cls(size, **options)
        library().polylog_free(class_._handle)
        class_._handle = ctypes.c_void_p()
        run("polylog_stream_load", os.fsencode(path), class_._text(), ctypes.byref(class_._handle))
        return class_


def _numbers(data: Any, what: str) -> np.ndarray:
    array = as_array(data, what)
    if array.dtype.kind not in "iub" and not (array.dtype.kind == "f" and (array == np.floor(array)).all()):
        raise TypeError(f"{what} must be whole numbers in a stream, since later parts may have other labels.")
    return array

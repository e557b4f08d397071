"""Calls of the native library: errors become exceptions, and an interrupt ends the work."""
from __future__ import annotations

import ctypes
import json
import threading
from typing import Any, Callable, Optional, Sequence

import numpy as np

from ._errors import CANCELLED, exception
from ._library import ERROR_BYTES, Rows, Summary, Watch, check_fork, library

_POLL_SECONDS = 0.05
_NO_WATCH = Watch(0)

# What stands for the watch and its state in the arguments of a call.
WATCH = object()


def run(name: str, *arguments: Any, progress: Optional[Callable[[float], Any]] = None, columns: Optional[Sequence[str]] = None) -> None:
    """Calls a function whose last arguments are the error buffer; the other threads of Python go on meanwhile.

    On the main thread, and with a progress function, the work is done on another thread: then an interrupt is heard at once.
    """
    if progress is not None and not callable(progress):
        raise TypeError(f"progress is {progress!r}: it must be a function that takes the share of the work done, 0 to 1.")
    function = getattr(library(), name)
    check_fork()
    if WATCH not in arguments:
        _raise(*_call(function, arguments, _NO_WATCH), columns)
    elif progress is None and threading.current_thread() is not threading.main_thread():
        _raise(*_call(function, arguments, _NO_WATCH), columns)
    else:
        _raise(*_Watched(function, arguments, progress).outcome(), columns)


def _call(function: Any, arguments: Sequence[Any], watch: Any) -> tuple[int, str]:
    error = ctypes.create_string_buffer(ERROR_BYTES)
    flat: list[Any] = []
    for argument in arguments:
        flat.extend((watch, None) if argument is WATCH else (argument,))
    return function(*flat, error, ERROR_BYTES), error.value.decode("utf-8", "replace")


def _raise(code: int, text: str, columns: Optional[Sequence[str]]) -> None:
    if code == CANCELLED:
        raise KeyboardInterrupt
    if code:
        raise exception(code, text, columns) from None


class _Watched:
    """One call on a thread of its own."""

    def __init__(self, function: Any, arguments: Sequence[Any], progress: Optional[Callable[[float], Any]]) -> None:
        self._progress = progress
        self._share = -1.0
        self._told = -1.0
        self._is_cancelled = False
        self._is_done = threading.Event()
        self._outcome: tuple[int, str] = (CANCELLED, "")
        self._fault: Optional[BaseException] = None
        self._thread = threading.Thread(target=self._work, args=(function, arguments), name="polylog", daemon=True)

    def outcome(self) -> tuple[int, str]:
        self._thread.start()
        try:
            while not self._is_done.wait(_POLL_SECONDS):
                self._tell()
            self._tell()
        except BaseException:
            # An interrupt, or a fault of the progress function. The arrays are in use until the work has ended.
            self._is_cancelled = True
            self._is_done.wait()
            raise
        self._thread.join()
        if self._fault is not None:
            raise self._fault
        return self._outcome

    def _tell(self) -> None:
        if self._progress is not None and self._share > self._told:
            self._told = self._share
            self._progress(self._told)

    def _work(self, function: Any, arguments: Sequence[Any]) -> None:
        def hear(share: float, _state: Any) -> int:
            self._share = share
            return 1 if self._is_cancelled else 0

        try:
            self._outcome = _call(function, arguments, Watch(hear))
        except BaseException as fault:
            self._fault = fault
        finally:
            self._is_done.set()


def rows_of(
    x: np.ndarray, weights: Optional[np.ndarray] = None, targets: Optional[np.ndarray] = None, totals: Optional[np.ndarray] = None,
    groups: Optional[np.ndarray] = None,
) -> Rows:
    """Arrays as the struct of the header. The arrays must live as long as it is used; it refers to them to see to that."""
    rows = Rows()
    rows.struct_size = ctypes.sizeof(Rows)
    rows.count, rows.dimension = x.shape
    if x.dtype == np.float32:
        rows.single_atoms = x.ctypes.data
    else:
        rows.atoms = x.ctypes.data
    if weights is not None:
        rows.weights = weights.ctypes.data
    if targets is not None:
        rows.targets, rows.target_count = targets.ctypes.data, targets.shape[1]
    if totals is not None:
        rows.totals, rows.total_count = totals.ctypes.data, totals.shape[1]
    if groups is not None:
        rows.groups = groups.ctypes.data
    rows.arrays = (x, weights, targets, totals, groups)
    return rows


class Kept:
    """What a coreset of the library has, copied out of it."""

    def __init__(self, handle: ctypes.c_void_p) -> None:
        """Takes the handle over and frees it."""
        try:
            summary = Summary()
            summary.struct_size = ctypes.sizeof(Summary)
            run("polylog_coreset_summary", handle, ctypes.byref(summary))
            self.summary = summary
            self.indices = np.empty(summary.count, np.int64)
            self.weights = np.empty(summary.count, np.float64)
            run("polylog_coreset_copy", handle, self.indices.ctypes.data, self.weights.ctypes.data)
            self.message = self._text(handle, 0)
            evidence = self._text(handle, 1)
            self.evidence: Optional[dict[str, Any]] = json.loads(evidence) if evidence else None
        finally:
            library().polylog_free(handle)

    @classmethod
    def made_by(
        cls, name: str, *arguments: Any, progress: Optional[Callable[[float], Any]] = None, columns: Optional[Sequence[str]] = None,
    ) -> Kept:
        """What a function makes that writes a coreset's handle behind its watch."""
        handle = ctypes.c_void_p()
        try:
            run(name, *arguments, WATCH, ctypes.byref(handle), progress=progress, columns=columns)
        except BaseException:
            # An interrupt can come when the work is done.
            if handle:
                library().polylog_free(handle)
            raise
        return cls(handle)

    @staticmethod
    def _text(handle: ctypes.c_void_p, which: int) -> str:
        buffer = ctypes.create_string_buffer(ERROR_BYTES)
        library().polylog_coreset_text(handle, which, buffer, ERROR_BYTES)
        return buffer.value.decode("utf-8", "replace")


def compare(
    full: Rows, kept: Rows, options: str, progress: Optional[Callable[[float], Any]] = None, columns: Optional[Sequence[str]] = None,
) -> dict[str, Any]:
    """The comparison of kept rows with all rows."""
    size = 1 << 16
    buffer, needed = ctypes.create_string_buffer(size), ctypes.c_int64()
    run("polylog_certify", ctypes.byref(full), ctypes.byref(kept), options.encode(), WATCH, buffer, size, ctypes.byref(needed),
        progress=progress, columns=columns)
    return json.loads(buffer.value)


def page(
    full: Rows, kept: Rows, options: str, names: Sequence[str], residual: float, is_exact: bool,
    progress: Optional[Callable[[float], Any]] = None,
) -> str:
    """The page about kept rows: a title and a name for each column."""
    size = 1 << 21
    buffer, needed = ctypes.create_string_buffer(size), ctypes.c_int64()
    lines = "\n".join(" ".join(name.split()) for name in names).encode("utf-8", "replace").replace(b"\0", b"?")
    run("polylog_report", ctypes.byref(full), ctypes.byref(kept), options.encode(), lines, residual, int(is_exact), WATCH, buffer, size,
        ctypes.byref(needed), progress=progress, columns=None)
    return buffer.value.decode("utf-8", "replace")

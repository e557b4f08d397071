"""Finds, checks and loads the native library, once, when it is first needed."""
from __future__ import annotations

import ctypes
import os
import platform
import sys
import threading
from pathlib import Path
from typing import Any, Optional

from ._version import __version__

ABI = 1
NEEDS_GLIBC = (2, 34)
ERROR_BYTES = 4096

# What each library's machine code needs, by the names of /proc/cpuinfo. The faster one comes first.
LIBRARIES = (
    ("libpolylog-v3.so", {"avx2", "fma", "bmi1", "bmi2", "f16c", "movbe", "abm"}),
    ("libpolylog-v2.so", {"cx16", "popcnt", "ssse3", "sse4_1", "sse4_2", "lahf_lm"}),
)

Watch = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_double, ctypes.c_void_p)


class Rows(ctypes.Structure):
    """The struct polylog_rows of polylog.h."""

    _fields_ = [
        ("struct_size", ctypes.c_int64), ("count", ctypes.c_int64), ("dimension", ctypes.c_int64), ("atoms", ctypes.c_void_p),
        ("weights", ctypes.c_void_p), ("targets", ctypes.c_void_p), ("target_count", ctypes.c_int64), ("totals", ctypes.c_void_p),
        ("total_count", ctypes.c_int64), ("groups", ctypes.c_void_p), ("single_atoms", ctypes.c_void_p),
    ]


class Summary(ctypes.Structure):
    """The struct polylog_summary of polylog.h."""

    _fields_ = [
        ("struct_size", ctypes.c_int64), ("count", ctypes.c_int64), ("source_count", ctypes.c_int64), ("order", ctypes.c_int32),
        ("leaves", ctypes.c_int32), ("status", ctypes.c_int32), ("is_exact", ctypes.c_int32), ("residual", ctypes.c_double),
        ("effective_rows", ctypes.c_double),
    ]


_lock = threading.Lock()
_loaded: Optional[ctypes.CDLL] = None
_is_forked = False


def _after_fork() -> None:
    global _is_forked, _lock
    _lock = threading.Lock()
    _is_forked = _loaded is not None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def check_fork() -> None:
    """Refuse a process that was forked after the library was used: its threads are not there, and calls would wait for them forever."""
    if _is_forked:
        raise RuntimeError(
            "polylog was used before this process was forked, and its threads do not survive a fork. Start processes with "
            "multiprocessing.get_context('spawn'), or use polylog only after the fork.")


def library() -> ctypes.CDLL:
    """The library, loaded when this is first called."""
    global _loaded
    check_fork()
    with _lock:
        if _loaded is None:
            _loaded = _load(_path())
        return _loaded


def _path() -> Path:
    """Which library fits this machine. The variable POLYLOG_LIBRARY names another file."""
    given = os.environ.get("POLYLOG_LIBRARY")
    if given:
        return Path(given)
    _check_system()
    has = _processor_flags()
    for name, needs in LIBRARIES:
        if needs <= has:
            path = Path(__file__).parent / "lib" / name
            if path.exists():
                return path
            raise ImportError(f"The file {path} is missing; install the wheel of polylog again.")
    missing = ", ".join(sorted(LIBRARIES[-1][1] - has))
    raise ImportError(f"polylog needs a processor with {missing}, which this machine does not have.")


def _check_system() -> None:
    machine = platform.machine().lower()
    if not sys.platform.startswith("linux") or machine not in ("x86_64", "amd64"):
        raise ImportError(
            f"polylog has libraries for Linux on x86-64 only, and this is {sys.platform} on {machine}. The command and the C# library "
            "run here too.")
    try:
        found = os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (ValueError, OSError):
        found = ""
    name, _, number = found.partition(" ")
    needed = ".".join(map(str, NEEDS_GLIBC))
    if name != "glibc":
        raise ImportError(f"polylog needs glibc {needed} or newer, and this system has another C library (musl, as Alpine has?).")
    if tuple(int(part) for part in number.split(".")[:2]) < NEEDS_GLIBC:
        raise ImportError(f"polylog needs glibc {needed} or newer, and this system has {number}.")


def _processor_flags() -> set[str]:
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            for line in file:
                if line.startswith("flags"):
                    return set(line.partition(":")[2].split())
    except OSError:
        pass
    # Nothing is known of the processor: every one that runs today's systems has these.
    return set(LIBRARIES[-1][1])


def _load(path: Path) -> ctypes.CDLL:
    try:
        loaded = ctypes.CDLL(str(path))
    except OSError as fault:
        raise ImportError(f"The library {path} cannot be loaded: {fault}.") from None
    try:
        abi, version = loaded.polylog_abi, loaded.polylog_version
    except AttributeError:
        raise ImportError(f"{path} is not the library of polylog.") from None
    version.restype = ctypes.c_char_p
    found = version().decode()
    if abi() != ABI or found != __version__:
        raise ImportError(
            f"The library {path} has version {found} (interface {abi()}), and the package has {__version__} (interface {ABI}); install "
            "the wheel of polylog again.")
    _declare(loaded)
    return loaded


def _declare(loaded: ctypes.CDLL) -> None:
    rows, text, handle = ctypes.POINTER(Rows), ctypes.c_char_p, ctypes.c_void_p
    handle_out, watch = ctypes.POINTER(ctypes.c_void_p), [Watch, ctypes.c_void_p]
    error = [ctypes.c_char_p, ctypes.c_int64]
    signatures: dict[str, list] = {
        "polylog_compress": [rows, text, *watch, handle_out, *error],
        "polylog_coreset_summary": [handle, ctypes.POINTER(Summary), *error],
        "polylog_coreset_copy": [handle, ctypes.c_void_p, ctypes.c_void_p, *error],
        "polylog_certify": [rows, rows, text, *watch, ctypes.c_char_p, ctypes.c_int64, ctypes.POINTER(ctypes.c_int64), *error],
        "polylog_report": [rows, rows, text, text, ctypes.c_double, ctypes.c_int32, *watch, ctypes.c_char_p, ctypes.c_int64,
                           ctypes.POINTER(ctypes.c_int64), *error],
        "polylog_stream_new": [text, handle_out, *error],
        "polylog_stream_load": [text, text, handle_out, *error],
        "polylog_stream_save": [handle, text, *error],
        "polylog_stream_add": [handle, rows, *watch, *error],
        "polylog_stream_merge": [handle, handle, *watch, *error],
        "polylog_stream_build": [handle, *watch, handle_out, *error],
    }
    for name, arguments in signatures.items():
        function: Any = getattr(loaded, name)
        function.argtypes, function.restype = arguments, ctypes.c_int32
    loaded.polylog_coreset_text.argtypes = [handle, ctypes.c_int32, ctypes.c_char_p, ctypes.c_int64]
    loaded.polylog_coreset_text.restype = ctypes.c_int64
    loaded.polylog_free.argtypes = [handle]
    loaded.polylog_free.restype = None

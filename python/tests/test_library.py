"""The native library itself: which one is loaded, interrupts, forks."""
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import numpy as np
import polylog
import pytest
from polylog import _library

LIBRARIES = Path(polylog.__file__).parent / "lib"
# A shell starts what runs in its background with interrupts ignored, and Python leaves that so.
hears_interrupts = pytest.mark.skipif(signal.getsignal(signal.SIGINT) == signal.SIG_IGN, reason="interrupts are ignored in this process")
MODERN = set().union(*(needs for _, needs in _library.LIBRARIES))


def python(code, **environment):
    """What a program prints, run in a process of its own."""
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=60,
                          env={**os.environ, **environment})
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_library_fits_the_processor(monkeypatch):
    monkeypatch.delenv("POLYLOG_LIBRARY", raising=False)
    monkeypatch.setattr(_library, "_processor_flags", lambda: MODERN)
    assert _library._path().name == "libpolylog-v3.so"
    monkeypatch.setattr(_library, "_processor_flags", lambda: MODERN - {"avx2"})
    assert _library._path().name == "libpolylog-v2.so"
    monkeypatch.setattr(_library, "_processor_flags", lambda: {"sse2"})
    with pytest.raises(ImportError, match="sse4_2"):
        _library._path()


def test_other_systems_are_told(monkeypatch):
    def no_glibc(name):
        raise ValueError("unrecognized configuration name")

    monkeypatch.setattr(os, "confstr", no_glibc)
    with pytest.raises(ImportError, match="musl"):
        _library._path()
    monkeypatch.setattr(os, "confstr", lambda name: "glibc 2.31")
    with pytest.raises(ImportError, match="2.34 or newer, and this system has 2.31"):
        _library._path()
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    with pytest.raises(ImportError, match="aarch64"):
        _library._path()


def test_both_libraries_give_the_same_bits():
    code = """
        import hashlib, numpy as np, polylog
        X = np.random.default_rng(0).normal(size=(3000, 3))
        for options in (dict(order=3), {}, dict(use="kinked"), dict(y=X[:, 0] ** 2)):
            coreset = polylog.compress(X, size=200, **options)
            print(hashlib.sha1(coreset.indices.tobytes() + coreset.weights.tobytes()).hexdigest())
    """
    v2 = python(code, POLYLOG_LIBRARY=str(LIBRARIES / "libpolylog-v2.so"))
    assert python(code, POLYLOG_LIBRARY="") == v2
    assert len(v2.split()) == 4


def test_libraries_of_other_versions_are_refused(tmp_path):
    gcc = shutil.which("gcc") or pytest.skip("no gcc")
    source = 'const char *polylog_version(void) { return "9.9.9"; } int polylog_abi(void) { return 1; }'
    subprocess.run([gcc, "-shared", "-fPIC", "-x", "c", "-", "-o", tmp_path / "other.so"], input=source, text=True, check=True)
    subprocess.run([gcc, "-shared", "-fPIC", "-x", "c", "-", "-o", tmp_path / "foreign.so"], input="int x;", text=True, check=True)
    with pytest.raises(ImportError, match="version 9.9.9"):
        _library._load(tmp_path / "other.so")
    with pytest.raises(ImportError, match="not the library of polylog"):
        _library._load(tmp_path / "foreign.so")
    with pytest.raises(ImportError, match="cannot be loaded"):
        _library._load(tmp_path / "missing.so")


@hears_interrupts
def test_an_interrupt_ends_the_work_at_once():
    code = """
        import os, signal, threading, time, numpy as np, polylog
        X = np.random.default_rng(0).normal(size=(2_000_000, 5))
        polylog.compress(X[:100])
        def interrupt():
            global sent
            sent = time.perf_counter()
            os.kill(os.getpid(), signal.SIGINT)
        waits = []
        for after in (0.1, 0.5, 1.5):
            timer = threading.Timer(after, interrupt)
            timer.start()
            try:
                polylog.compress(X, size=20_000, effort="thorough")
                raise SystemExit("it was too fast")
            except KeyboardInterrupt:
                waits.append(time.perf_counter() - sent)
        print(max(waits))
        print(polylog.compress(X[:1000], size=50, order=2))
    """
    wait, after = python(code).split("\n")
    assert after == "Coreset(50 of 1000 rows, order 2, matched)"
    print("interrupt after", wait)
    assert float(wait) < 1


def test_a_fault_of_progress_ends_the_work():
    def stop(share):
        raise LookupError("enough")

    started = time.perf_counter()
    with pytest.raises(LookupError, match="enough"):
        polylog.compress(np.random.default_rng(0).normal(size=(1_000_000, 5)), size=20_000, effort="thorough", progress=stop)
    assert time.perf_counter() - started < 10


def test_a_forked_process_is_refused():
    code = """
        import os, numpy as np, polylog
        X = np.random.default_rng(0).normal(size=(1000, 2))
        if {used}: polylog.compress(X, size=50)
        pid = os.fork()
        if pid == 0:
            try:
                print(polylog.compress(X, size=50, order=2), flush=True)
            except RuntimeError as fault:
                print(fault, flush=True)
            raise SystemExit(0)
        assert os.waitpid(pid, 0)[1] == 0
    """
    assert "spawn" in python(code.format(used=True))
    assert python(code.format(used=False)) == "Coreset(50 of 1000 rows, order 2, matched)"


def test_processes_that_are_spawned_work(tmp_path):
    script = tmp_path / "spawn.py"
    script.write_text(textwrap.dedent("""
        import multiprocessing, numpy as np, polylog
        def work(seed):
            return len(polylog.compress(np.random.default_rng(seed).normal(size=(500, 2)), size=50, order=2))
        if __name__ == "__main__":
            polylog.compress(np.eye(3))
            with multiprocessing.get_context("spawn").Pool(2) as pool:
                print(pool.map(work, range(3)))
    """))
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[50, 50, 50]", done.stderr


def test_memory_is_given_back():
    code = """
        import resource, numpy as np, polylog
        X = np.random.default_rng(0).normal(size=(20_000, 3))
        for i in range(10): polylog.compress(X, size=100, order=2)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for i in range(100): polylog.compress(X, size=100, order=2)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
    """
    assert int(python(code)) < 100_000


@hears_interrupts
def test_python_has_the_interrupt_to_itself():
    # A library with a runtime of its own may install handlers; this one must not.
    polylog.compress(np.eye(3))
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler

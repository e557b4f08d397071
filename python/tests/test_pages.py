"""Examples in docstrings and pages, and the program in C, do what they say."""
import doctest
import importlib
import os
import pkgutil
import shutil
import subprocess
from pathlib import Path

import polylog
import pytest

ROOT = Path(os.environ["POLYLOG_ROOT"])
MODULES = [module.name for module in pkgutil.iter_modules(polylog.__path__)]


@pytest.mark.parametrize("name", ["polylog", *(f"polylog.{module}" for module in MODULES)])
def test_examples_in_docstrings(name):
    needed = {"polylog.sklearn": "sklearn", "polylog.torch": "torch"}.get(name)
    if needed:
        pytest.importorskip(needed)
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_examples_in_the_page():
    for needed in ("sklearn", "torch", "pandas"):
        pytest.importorskip(needed)
    failed, tried = doctest.testfile(str(ROOT / "docs/python.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert failed == 0 and tried > 5


def test_the_program_in_c(tmp_path):
    gcc = shutil.which("gcc") or pytest.skip("no gcc")
    library = Path(polylog.__file__).parent / "lib"
    native = ROOT / "src/Polylog.Native"
    subprocess.run(
        [gcc, "-std=c99", "-Wall", "-Wextra", "-Werror", f"-I{native}", native / "example.c", library / "libpolylog-v2.so", "-o",
         tmp_path / "example", f"-Wl,-rpath,{library}"], check=True)
    done = subprocess.run([tmp_path / "example"], capture_output=True, text=True, timeout=60, check=True)
    assert "100 of 10000 rows match all moments up to order 2" in done.stdout
    assert "size is 0" in done.stdout.lower()

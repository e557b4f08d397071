"""Packs the folder of the package into a wheel. Usage: make_wheel.py folder output."""
import base64
import hashlib
import re
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The C library that the native libraries were linked to decides the tag: they need symbols of glibc 2.34.
TAG = "py3-none-manylinux_2_34_x86_64"

METADATA = """Metadata-Version: 2.1
Name: polylog
Version: {version}
Summary: Keeps a few rows of a table and gives them weights, so that all moments up to an order stay the same
License: MIT
Requires-Python: >=3.9
Requires-Dist: numpy>=1.22
Provides-Extra: sklearn
Requires-Dist: scikit-learn>=1.2; extra == "sklearn"
Provides-Extra: torch
Requires-Dist: torch; extra == "torch"
Classifier: Operating System :: POSIX :: Linux
Classifier: Programming Language :: Python :: 3
Classifier: Typing :: Typed
Description-Content-Type: text/markdown

"""

WHEEL = f"Wheel-Version: 1.0\nGenerator: polylog\nRoot-Is-Purelib: false\nTag: {TAG}\n"


def version() -> str:
    """The version of the C# projects, which the Python package must have too."""
    here = re.search(r'__version__ = "(.+)"', (ROOT / "python/polylog/_version.py").read_text())[1]
    there = re.search(r"<Version>(.+)</Version>", (ROOT / "Directory.Build.props").read_text())[1]
    if here != there:
        sys.exit(f"python/polylog/_version.py has the version {here}, Directory.Build.props has {there}; make them the same.")
    return here


def main(package: Path, output: Path) -> None:
    number = version()
    info = f"polylog-{number}.dist-info"
    files = {f"polylog/{path.relative_to(package)}": path.read_bytes() for path in sorted(package.rglob("*")) if path.is_file()}
    readme = (ROOT / "docs/python.md").read_text()
    files[f"{info}/METADATA"] = (METADATA.format(version=number) + readme).encode()
    files[f"{info}/WHEEL"] = WHEEL.encode()
    files[f"{info}/licenses/LICENSE"] = (ROOT / "LICENSE").read_bytes()
    files[f"{info}/licenses/NOTICE.txt"] = (ROOT / "python/NOTICE.txt").read_bytes()
    record = [f"{name},sha256={digest(data)},{len(data)}" for name, data in files.items()] + [f"{info}/RECORD,,"]
    files[f"{info}/RECORD"] = ("\n".join(record) + "\n").encode()
    target = output / f"polylog-{number}-{TAG}.whl"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        for name, data in files.items():
            # The same files make the same wheel, so no time is stored.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, data, compresslevel=9)
    print(f"{target} ({target.stat().st_size / 1e6:.2f} MB)")


def digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""The command's own work that the native library does not have."""
from __future__ import annotations

import os
import shutil
import subprocess
from typing import Any, Union

_GET = ("packaging/build-packages, then dotnet tool install -g Polylog.Cli --add-source artifacts/packages, in a copy of "
        "Polylog's sources")


def shrink(path: Union[str, "os.PathLike[str]"], output: Union[str, "os.PathLike[str]"], **options: Any) -> str:
    """Shrink a neural network with the command ``polylog shrink``, which has to be installed.

    Parameters
    ----------
    path : path
        An ONNX or safetensors file.
    output : path
        Where the smaller network is written to.
    **options
        Options of the command, with ``_`` for ``-``: ``fraction=0.5`` becomes ``--fraction 0.5``. True stands for an option without a
        value, a list for several values.

    Returns
    -------
    str
        What the command says.
    """
    command = shutil.which("polylog")
    if command is None:
        raise FileNotFoundError(
            f"shrink needs the command polylog, which is not on the PATH. To get it: {_GET}.")
    arguments = [command, "shrink", os.fspath(path), "-o", os.fspath(output)]
    for name, value in options.items():
        option = "--" + name.replace("_", "-")
        if value is None or value is False:
            continue
        arguments.append(option)
        if value is not True:
            arguments.extend(map(str, value if isinstance(value, (list, tuple)) else [value]))
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ValueError(done.stderr.strip() or f"The command ended with the code {done.returncode}.")
    return done.stdout

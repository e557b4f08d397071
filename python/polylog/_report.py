"""Pages about coresets."""
from __future__ import annotations

import os
from html import escape
from typing import Any, Union


class Report:
    """A page about a coreset: what was kept, what is preserved, how large errors are. Made by :meth:`polylog.Coreset.report`.

    A notebook shows it. It is one HTML file that needs no network and no script.

    Attributes
    ----------
    html : str
        The page.

    Examples
    --------
    >>> import numpy as np, polylog, tempfile
    >>> X = np.random.default_rng(0).normal(size=(10_000, 2))
    >>> report = polylog.compress(X, size=200).report(title="two columns")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     report.save(f"{folder}/report.html")
    >>> "200 of 10,000 rows are kept" in report.html
    True
    """

    def __init__(self, html: str, title: str) -> None:
        self.html = html
        self.title = title

    def __repr__(self) -> str:
        return f"Report({self.title!r}, {len(self.html)} characters)"

    def _repr_html_(self) -> str:
        # A frame of its own: the page's style does not change that of the notebook, nor the other way round.
        return (f'<iframe title="{escape(self.title)}" srcdoc="{escape(self.html)}" sandbox="" '
                'style="width: 100%; height: 720px; border: 1px solid #8888"></iframe>')

    def save(self, path: Union[str, "os.PathLike[Any]"]) -> None:
        """Writes the page to a file, whole or not at all.

        Parameters
        ----------
        path : str or path
            The file, such as ``report.html``. An existing one is replaced.
        """
        target = os.fspath(path)
        beside = f"{target}.{os.getpid()}.tmp"
        try:
            with open(beside, "w", encoding="utf-8", newline="\n") as file:
                file.write(self.html)
            os.replace(beside, target)
        except BaseException:
            if os.path.exists(beside):
                os.remove(beside)
            raise

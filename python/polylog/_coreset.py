"""The result of a compression."""
from __future__ import annotations

from typing import Any, Optional

import numpy as np

from ._calls import Kept, compare, page
from ._errors import sentence
from ._input import Input, read
from ._report import Report

STATUSES = ("matched", "rank-deficient", "size-not-reached", "order-lowered", "nearly-matched", "residual-above-limit")
_EXACT_STREAM = 2**31 - 1


class Coreset:
    """A few rows of a table, unchanged, with weights. Made by :func:`polylog.compress`.

    Attributes
    ----------
    indices : ndarray of int64, shape (n_kept,)
        Which rows are kept, ascending, counted from 0.
    weights : ndarray of float64, shape (n_kept,)
        Their weights, all positive. They add up to the weight of all rows.
    order : int
        All moments up to this order are those of all rows, to rounding. 1: means; 2: covariances too. 2^31 - 1 for a stream of which
        every distinct row is kept.
    leaves : int
        Parts of the table in each of which the moments match; 0 for a stream.
    status : str
        How the compression ended: 'matched', 'rank-deficient', 'size-not-reached', 'order-lowered', 'nearly-matched' or
        'residual-above-limit'.
    message : str
        The status in a sentence, with what to do.
    is_exact : bool
        Whether every distinct row is kept, so that every sum is that of all rows.
    residual : float
        The largest difference of a moment, relative to the weight of its leaf.
    effective_rows : float
        (sum of weights)^2 / sum of weights^2: what moments do not tell has an error of this many random rows.
    source_rows : int
        Rows that were compressed.

    Examples
    --------
    >>> import numpy as np, polylog
    >>> X = np.random.default_rng(0).normal(size=(10_000, 2))
    >>> coreset = polylog.compress(X, size=200, order=3)
    >>> coreset
    Coreset(200 of 10000 rows, order 3, matched)
    >>> bool(np.allclose(coreset.weights @ coreset.take(X), X.sum(axis=0)))
    True
    """

    def __init__(self, kept: Kept, options: dict[str, str], source: Optional[Input], few: Optional[Input] = None) -> None:
        self.indices = kept.indices
        self.weights = kept.weights
        self.source_rows = int(kept.summary.source_count)
        self.is_exact = bool(kept.summary.is_exact)
        self.order = int(kept.summary.order)
        self.leaves = int(kept.summary.leaves)
        self.status = STATUSES[kept.summary.status]
        self.message = sentence(kept.message)
        self.residual = float(kept.summary.residual)
        self.effective_rows = float(kept.summary.effective_rows)
        self._use = options.get("use", "any")
        self._options = options
        self._source = source
        self._few = few if source is None else source.kept(self.indices, self.weights)
        self._certificate: Optional[dict[str, Any]] = None if kept.evidence is None else self._told(kept.evidence)

    def __repr__(self) -> str:
        order = "exact" if self.is_exact else f"order {self.order}"
        return f"Coreset({len(self)} of {self.source_rows} rows, {order}, {self.status})"

    def __len__(self) -> int:
        return len(self.indices)

    def __getstate__(self) -> dict[str, Any]:
        # The table is as large as what the coreset is there to replace.
        return {**self.__dict__, "_source": None}

    @property
    def certificate(self) -> dict[str, Any]:
        """What the coreset is worth: relative errors of the sums of test functions, beside those of as many random rows.

        Computed when it is first asked for; reads every row once. The coreset refers to the table's arrays for it. A coreset that was
        unpickled does not: ask :meth:`certify` with the table.

        Returns
        -------
        dict
            'order', 'residual', 'is_exact', 'discrepancy' (and its 'discrepancy_order'), 'effective_rows', 'smallest_weight',
            'largest_weight' (over the mean weight), 'functions', and for 'smooth_and_kinked', 'steps', 'high_frequencies' and 'tails'
            a dict of 'coreset' and 'random', each with 'median', 'upper' (90%) and 'worst'.
        """
        if self._certificate is None:
            if self._few is None and self.is_exact:
                return self._told({})
            if self._few is None:
                raise ValueError("Streams were merged whose test functions differ, so the errors of the whole are not known.")
            if self._source is None:
                raise ValueError("The table is not at hand any more; give it: coreset.certify(X, y).")
            self._certificate = self._compared(self._source)
        return self._certificate

    def certify(self, X: Any, y: Any = None, *, sample_weight: Any = None, totals: Any = None) -> dict[str, Any]:
        """The certificate, for the table that was compressed.

        Parameters
        ----------
        X : array-like, shape (n_rows, n_columns)
        y : array-like, shape (n_rows,) or (n_rows, n_targets), optional
        sample_weight : array-like, shape (n_rows,), optional
        totals : array-like, shape (n_rows, n_totals), optional
            All as they were for :func:`polylog.compress`.
        """
        few = self._few
        if few is None:
            raise ValueError("A stream made this coreset; its certificate is in coreset.certificate.")
        loss = few.loss or ("any" if y is not None else None)
        source = read(X, y, sample_weight=sample_weight, loss=loss, totals=totals)
        if source.x.shape != (self.source_rows, few.x.shape[1]) or not np.array_equal(source.x[self.indices], few.x):
            raise ValueError("X is not the table that was compressed: its shape or the kept rows differ.")
        return self._compared(source)

    def take(self, table: Any) -> Any:
        """The kept rows of a table that has the rows of the one that was compressed.

        Parameters
        ----------
        table : array-like or table with n_rows rows
            NumPy array, pandas, polars, pyarrow, torch tensor, sparse matrix or list.

        Returns
        -------
        The kept rows, of the same kind.
        """
        if isinstance(table, (str, bytes, dict)) or not (hasattr(table, "__getitem__") or hasattr(table, "take")):
            raise TypeError(f"take wants the rows of the table that was compressed, and got {type(table).__name__}.")
        rows = table.shape[0] if hasattr(table, "shape") else len(table)
        if rows != self.source_rows:
            raise ValueError(f"The table has {rows} rows, and the coreset was made from {self.source_rows}.")
        if hasattr(table, "iloc"):
            return table.iloc[self.indices]
        if hasattr(table, "column_names") and hasattr(table, "take"):
            return table.take(self.indices)
        if isinstance(table, (list, tuple)):
            return [table[i] for i in self.indices]
        return table[self.indices]

    def merge(self, *others: Coreset, size: Optional[int] = None, **options: Any) -> Coreset:
        """This coreset and others as one; see :func:`polylog.merge`."""
        from ._compress import merge

        return merge(self, *others, size=size, **options)

    def report(self, title: Optional[str] = None) -> Report:
        """A page with pictures: what was kept, what is preserved, how large errors are beside those of random rows, and what not to use
        the coreset for. A notebook shows it; ``report.save("report.html")`` writes it.

        Parameters
        ----------
        title : str, optional
            What the page is about; by default the numbers of rows.

        Returns
        -------
        Report
        """
        if self._source is None or self._few is None:
            raise ValueError("The table is not at hand: a page compares the kept rows with it. Make the page before the coreset is pickled. "
                             "A stream keeps no table: of its files, polylog compress --memory --report makes a page.")
        heading = f"{len(self):,} of {self.source_rows:,} rows" if title is None else str(title)
        width = self._source.x.shape[1]
        names = list(self._source.columns or [f"x{i + 1}" for i in range(width)])
        # Targets that are columns like the others have no names of their own.
        more = width - len(names)
        names += ["y"] if more == 1 else [f"y{i + 1}" for i in range(more)]
        html = page(self._source.rows(), self._few.rows(), self._compare_options(self._source), [heading, *names], self.residual,
                    self.is_exact)
        return Report(html, heading)

    def _repr_html_(self) -> Optional[str]:
        """What a notebook shows of the coreset: its page, where the table is at hand."""
        return None if self._source is None or self._few is None else self.report()._repr_html_()

    def _compare_options(self, source: Input) -> str:
        return f"order={min(self.order, 64)} use={self._use}" + (f" loss={source.loss}" if source.loss else "")

    def _compared(self, source: Input) -> dict[str, Any]:
        if self._few is None:
            raise ValueError("This coreset has no rows to compare.")
        return self._told(compare(source.rows(), self._few.rows(), self._compare_options(source), columns=source.columns))

    def _told(self, evidence: dict[str, Any]) -> dict[str, Any]:
        order = None if self.order == _EXACT_STREAM else self.order
        return {"order": order, "residual": self.residual, "is_exact": self.is_exact, **evidence}

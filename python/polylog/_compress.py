"""Compression of tables, and of coresets into one."""
from __future__ import annotations

import ctypes
from typing import Any, Callable, Optional

import numpy as np

from ._calls import Kept
from ._coreset import Coreset
from ._errors import names_options
from ._input import Input, read
from ._options import joined, option_text


@names_options
def compress(
    X: Any, y: Any = None, *, sample_weight: Any = None, size: Optional[int] = None, fraction: Optional[float] = None,
    tolerance: Optional[float] = None, order: Optional[int] = None, loss: Optional[str] = None, use: str = "any", groups: Any = None,
    totals: Any = None, functions: str = "auto", n_jobs: Optional[int] = 0, progress: Optional[Callable[[float], Any]] = None,
    random_state: Any = 0, effort: str = "balanced", scale: str = "std", max_weight: Optional[float] = None, strict: bool = False,
) -> Coreset:
    """Keep a few rows of a table and weight them, so that all moments up to an order stay the same.

    Parameters
    ----------
    X : array-like, shape (n_rows, n_columns)
        Numbers: a NumPy array, a pandas or polars data frame, a pyarrow table, a torch tensor. A C-contiguous array of float64 or
        float32, also a memory-mapped one, is read in place. Others are copied. The library computes with float64, to which it widens
        float32 for the time of the call.
    y : array-like, shape (n_rows,) or (n_rows, n_targets), optional
        Targets. Then the loss of every model of the columns is preserved.
    sample_weight : array-like, shape (n_rows,), optional
        Weights >= 0. Rows of weight 0 are never kept.
    size : int, optional
        Rows to keep at most.
    fraction : float, optional
        Share of the rows to keep, in (0, 1]; a tenth where neither a size nor a tolerance is given.
    tolerance : float, optional
        Largest acceptable median error of test functions, in (0, 1): the smallest size that reaches it is searched for.
    order : int, optional
        Moments up to this order are matched. By default it is chosen from the data.
    loss : {'squared', 'least-squares', 'poisson', 'logistic', 'classes', 'any'}, optional
        What a model of y is judged by. By default 'classes' for labels that are text or bool, 'squared' for numbers. 'any': y is one
        more column.
    use : {'any', 'smooth', 'kinked'}
        The functions that the coreset is for.
    groups : array-like, shape (n_rows,), optional
        Labels; every group is compressed on its own, so that its moments are preserved too.
    totals : array-like, shape (n_rows, n_totals), optional
        Further values whose weighted sums are preserved.
    functions : {'auto', 'polynomial', 'kernel'}
        What is matched: moments, or a kernel's functions beside moments of a low order.
    n_jobs : int
        Threads; 0, -1 or None for one a processor. The result does not depend on it.
    progress : callable, optional
        Called with the share of the work done, 0 to 1. What it raises ends the work.
    random_state : int, RandomState or Generator
        0 or None: the choice with the smallest errors, without randomness. Otherwise the seed of a random choice, over which the sums of
        every function are right on average.
    effort : {'fast', 'balanced', 'thorough'}
        Work spent on errors beyond the matched moments.
    scale : {'std', 'range', 'none'}
        The unit of each column where rows are split into leaves.
    max_weight : float, optional
        Largest weight of a kept row, as a multiple of their mean, at least 1.
    strict : bool
        Whether to raise a :class:`CompressionError` where the size or the accuracy is missed. By default ``status`` tells.

    Returns
    -------
    Coreset
        The same bits for any number of threads.

    Raises
    ------
    ValueError, TypeError
        The data or an option are not what they must be; the message names the place, the rule and the way out.

    Examples
    --------
    >>> import numpy as np, polylog
    >>> X = np.random.default_rng(0).uniform(size=(20_000, 3))
    >>> coreset = polylog.compress(X, size=500)
    >>> len(coreset), round(float(coreset.weights.sum()), 6)
    (500, 20000.0)
    >>> error = coreset.certificate["smooth_and_kinked"]
    >>> error["coreset"]["median"] < error["random"]["median"] / 10
    True
    """
    options = option_text(
        size=size, fraction=fraction, tolerance=tolerance, order=order, use=use, functions=functions, effort=effort, scale=scale,
        max_weight=max_weight, strict=strict, n_jobs=n_jobs, random_state=random_state)
    source = read(X, y, sample_weight=sample_weight, loss=loss, groups=groups, totals=totals)
    return compress_input(source, options, progress)


def compress_input(source: Input, options: dict[str, str], progress: Optional[Callable[[float], Any]] = None) -> Coreset:
    """Compresses rows that were read."""
    text = joined(options) + (f" loss={source.loss}" if source.loss else "")
    kept = Kept.made_by("polylog_compress", ctypes.byref(source.rows()), text.encode(), progress=progress, columns=source.columns)
    return Coreset(kept, options, source)


def merge(*coresets: Coreset, size: Optional[int] = None, **options: Any) -> Coreset:
    """Several coresets as one, of the rows of all their tables.

    Parameters
    ----------
    *coresets : Coreset
        At least one, made with the same columns and the same loss.
    size : int, optional
        Rows to keep at most; by default as many as the largest of them has.
    **options
        As for :func:`compress`; the order is by default the lowest of theirs.

    Returns
    -------
    Coreset
        Its ``indices`` count through the tables, one behind the other.

    Examples
    --------
    >>> import numpy as np, polylog
    >>> parts = np.random.default_rng(0).normal(size=(2, 5_000, 2))
    >>> both = polylog.merge(*(polylog.compress(part, size=100, order=2) for part in parts))
    >>> both
    Coreset(100 of 10000 rows, order 2, matched)
    """
    if not coresets:
        raise ValueError("There are no coresets to merge; give at least one.")
    for other in coresets:
        if not isinstance(other, Coreset):
            raise TypeError(f"merge takes coresets, one argument each, and got {type(other).__name__}; a list of them goes in as "
                            "polylog.merge(*coresets).")
    few = [coreset._few for coreset in coresets]
    if any(part is None for part in few):
        raise ValueError("A coreset that a stream made has no rows to merge; merge the streams.")
    parts: list[Input] = [part for part in few if part is not None]
    if any(part.x.shape[1] != parts[0].x.shape[1] or part.loss != parts[0].loss for part in parts):
        raise ValueError("The coresets have other columns or another loss than the first; merge coresets of the same kind.")
    inexact = [coreset.order for coreset in coresets if not coreset.is_exact]
    if "order" not in options and inexact:
        options["order"] = min(inexact)

    def all_of(values: list[Optional[np.ndarray]]) -> Optional[np.ndarray]:
        given = [value for value in values if value is not None]
        if given and len(given) < len(values):
            raise ValueError("Some coresets have targets, groups or totals and others have none; merge coresets of the same kind.")
        return np.concatenate(given) if given else None

    weights = np.concatenate([coreset.weights for coreset in coresets])
    x = np.concatenate([part.x for part in parts])
    merged = compress(
        x, all_of([part.y() for part in parts]), sample_weight=weights, loss=parts[0].loss,
        size=min(len(weights), size or max(map(len, coresets))), groups=all_of([part.group_values() for part in parts]),
        totals=all_of([part.totals for part in parts]), **options)
    starts = np.cumsum([0] + [coreset.source_rows for coreset in coresets])
    places = np.concatenate([coreset.indices + start for coreset, start in zip(coresets, starts)])
    merged.indices = places[merged.indices]
    merged.source_rows = int(starts[-1])
    merged.is_exact = merged.is_exact and not inexact
    if inexact:
        merged.order = min(merged.order, *inexact)
    # What was compressed last is not the tables.
    merged._source = None
    return merged

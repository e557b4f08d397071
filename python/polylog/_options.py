"""Options of a compression as the library's text."""
from __future__ import annotations

import math
import operator
from typing import Any, Optional

import numpy as np

from ._errors import one_of

USES = ("any", "smooth", "kinked")
FAMILIES = ("auto", "polynomial", "kernel")
EFFORTS = ("fast", "balanced", "thorough")
SCALES = ("std", "range", "none")
LOSSES = ("any", "squared", "least-squares", "poisson", "logistic", "classes")


def whole(option: str, value: Any) -> int:
    """A whole number."""
    try:
        if isinstance(value, (bool, np.bool_)):
            raise TypeError
        # R has no other numbers.
        if isinstance(value, (float, np.floating)) and float(value).is_integer():
            return int(value)
        return operator.index(value)
    except TypeError:
        raise TypeError(f"{option} is {value!r}: it must be a whole number.") from None


def truth(option: str, value: Any) -> bool:
    """True or false."""
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    raise TypeError(f"{option} is {value!r}: it must be True or False.")


def number(option: str, value: Any) -> float:
    """A number."""
    try:
        if isinstance(value, (bool, str)):
            raise TypeError
        found = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{option} is {value!r}: it must be a number.") from None
    if math.isnan(found):
        raise ValueError(f"{option} is NaN: it must be a number.")
    return found


def threads(n_jobs: Optional[int]) -> int:
    """Threads as the library counts them: 0 for one a processor."""
    if n_jobs is None:
        return 0
    count = whole("n_jobs", n_jobs)
    if count < -1:
        raise ValueError(f"n_jobs is {count}: it must be a number of threads, or 0, -1 or None for one a processor.")
    return max(count, 0)


def seed(random_state: Any) -> Optional[int]:
    """The seed of a random choice; None for the choice without randomness."""
    if random_state is None:
        return None
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(1, 2**31 - 1))
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(1, 2**31 - 1))
    found = whole("random_state", random_state)
    if not 0 <= found < 2**64:
        raise ValueError(f"random_state is {found}: it must be 0 for no random choice, or a seed up to 2^64 - 1.")
    return found or None


def option_text(
    *, size: Any = None, fraction: Any = None, tolerance: Any = None, order: Any = None, use: str = "any", functions: str = "auto",
    effort: str = "balanced", scale: str = "std", max_weight: Any = None, strict: bool = False, n_jobs: Any = 0, random_state: Any = 0,
) -> dict[str, str]:
    """Checked options by the library's keys."""
    if size is not None and fraction is not None:
        raise ValueError(f"size is {size!r} and fraction is {fraction!r}: give one of them.")
    if fraction is not None and tolerance is not None:
        raise ValueError(f"fraction is {fraction!r} and tolerance is {tolerance!r}: give one of them.")
    draw = seed(random_state)
    texts = {
        "size": None if size is None else str(whole("size", size)),
        "fraction": None if fraction is None else repr(number("fraction", fraction)),
        "tolerance": None if tolerance is None else repr(number("tolerance", tolerance)),
        "order": None if order is None else str(whole("order", order)),
        "use": one_of("use", use, USES),
        "functions": one_of("functions", functions, FAMILIES),
        "effort": one_of("effort", effort, EFFORTS),
        "scale": one_of("scale", scale, SCALES),
        "max_weight": None if max_weight is None else repr(number("max_weight", max_weight)),
        "draw": None if draw is None else str(draw),
        "strict": "true" if truth("strict", strict) else "false",
        "threads": str(threads(n_jobs)),
    }
    return {key: text for key, text in texts.items() if text is not None}


def joined(texts: dict[str, str]) -> str:
    """Options as one text."""
    return " ".join(f"{key}={text}" for key, text in texts.items())

"""Sentences of the library as exceptions, with Python's names for options and columns."""
from __future__ import annotations

import difflib
import functools
import inspect
import re
from typing import Any, Callable, Optional, Sequence, TypeVar

# The codes of polylog.h.
BAD_INPUT, CANCELLED, MISSED, NO_MEMORY, FILE = 1, 2, 3, 4, 5

_NAMES = {
    "Size": "size", "Fraction": "fraction", "Tolerance": "tolerance", "Order": "order", "Functions": "functions", "Effort": "effort",
    "Scale": "scale", "MaxWeight": "max_weight", "Draw": "random_state", "Threads": "n_jobs", "Strict": "strict", "Loss": "loss",
}
_NAME = re.compile(r"(?<![\w.'\"/\\-])(" + "|".join(_NAMES) + r")(?![\w'\"/\\-])")
_PLACE = re.compile(r"\bcoordinate (\d+)\b")
# What other libraries call it.
_MEANT = {"weight": "sample_weight", "weights": "sample_weight", "target": "y", "threads": "n_jobs", "keep": "size", "draw": "random_state",
          "seed": "random_state", "group_by": "groups"}
_FunctionT = TypeVar("_FunctionT", bound=Callable[..., Any])


class CompressionError(RuntimeError):
    """A strict compression missed the size or the accuracy that was asked for."""


def sentence(text: str, columns: Optional[Sequence[str]] = None) -> str:
    """A sentence of the library with Python's names.

    >>> sentence("Size is 0: the size must be at least 1.")
    'size is 0: the size must be at least 1.'
    >>> sentence("Row 3, coordinate 1 is NaN: coordinates must be finite; leave such rows out.", ["age", "price"])
    "Row 3, column 1 ('price') is NaN: values must be finite; leave such rows out."
    """
    def place(match: re.Match[str]) -> str:
        index = int(match.group(1))
        name = f" ({columns[index]!r})" if columns is not None and index < len(columns) else ""
        return f"column {index}{name}"

    text = _PLACE.sub(place, _NAME.sub(lambda match: _NAMES[match.group(1)], text))
    for theirs, ours in (("coordinates must be finite", "values must be finite"), ("coordinates", "columns"),
                         ("dimensions", "columns"), ("dimension", "column"), ("atoms", "rows"), ("atom", "row"), ("points", "rows")):
        text = re.sub(rf"\b{theirs}\b", ours, text)
    return text


def exception(code: int, text: str, columns: Optional[Sequence[str]] = None) -> Exception:
    """The exception for a code of the library."""
    kinds = {BAD_INPUT: ValueError, MISSED: CompressionError, NO_MEMORY: MemoryError, FILE: OSError}
    return kinds.get(code, RuntimeError)(sentence(text, columns))


def one_of(option: str, value: Any, words: Sequence[str]) -> str:
    """The value of an option that is one of a few words; an error names the nearest."""
    if isinstance(value, str) and value in words:
        return value
    near = difflib.get_close_matches(str(value).lower(), words, 1)
    meant = f"; did you mean {near[0]!r}?" if near else "."
    raise ValueError(f"{option} is {value!r}: it must be one of {', '.join(map(repr, words))}{meant}")


def names_options(function: _FunctionT) -> _FunctionT:
    """Makes a call with an unknown option say which one was meant."""
    known = [name for name, parameter in inspect.signature(function).parameters.items() if parameter.kind != parameter.VAR_KEYWORD]

    @functools.wraps(function)
    def checked(*args: Any, **options: Any) -> Any:
        for name in options:
            if name not in known:
                near = [_MEANT[name]] if _MEANT.get(name) in known else difflib.get_close_matches(name, known, 1)
                meant = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(n for n in known if n != 'self')}."
                title = function.__qualname__.replace(".__init__", "")
                raise TypeError(f"{title} has no option {name!r}; {meant}")
        return function(*args, **options)

    return checked  # type: ignore[return-value]

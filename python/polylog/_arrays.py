"""Tables and labels of other libraries as NumPy arrays that the native library reads, without a copy where that is possible."""
from __future__ import annotations

import numbers
from typing import Any, Optional

import numpy as np

MOST_NUMBERS = 2**31 - 1


def column_names(table: Any) -> Optional[list[str]]:
    """Names of a table's columns; None where it has none."""
    names = getattr(table, "column_names", None)
    if names is None:
        names = getattr(table, "columns", None)
    try:
        return None if names is None else [str(name) for name in names]
    except TypeError:
        return None


def as_array(data: Any, what: str) -> np.ndarray:
    """Whatever has numbers (NumPy, pandas, polars, pyarrow, torch, lists) as a NumPy array of its own type."""
    if isinstance(data, np.ndarray):
        if isinstance(data, np.ma.MaskedArray) and np.ma.is_masked(data):
            raise ValueError(f"{what} has masked values; fill them or leave these rows out.")
        return np.asarray(data)
    if hasattr(data, "toarray") and hasattr(data, "nnz"):
        raise TypeError(f"{what} is a sparse matrix, which polylog does not read; pass {what}.toarray() if it fits into memory.")
    if isinstance(data, (str, bytes, dict, set)) or data is None:
        raise TypeError(f"{what} is {type(data).__name__}; pass an array or a table of numbers.")
    if hasattr(data, "detach"):
        return _of_tensor(data)
    if hasattr(data, "column_names") and hasattr(data, "column"):
        columns = [np.asarray(data.column(i)) for i in range(len(data.column_names))]
        return np.column_stack(columns) if columns else np.empty((len(data), 0))
    if hasattr(data, "to_numpy"):
        return np.asarray(data.to_numpy())
    if not hasattr(data, "__array__") and hasattr(data, "__dlpack__"):
        return np.from_dlpack(data)
    try:
        return np.asarray(data)
    except ValueError:
        raise ValueError(f"{what} has rows of different lengths.") from None


def _of_tensor(tensor: Any) -> np.ndarray:
    tensor = tensor.detach().cpu()
    try:
        return np.asarray(tensor.numpy())
    except TypeError:  # a type that NumPy has not, such as bfloat16
        return np.asarray(tensor.double().numpy())


def _without_objects(array: np.ndarray, what: str, names: Optional[list[str]]) -> np.ndarray:
    for place, value in np.ndenumerate(array):
        if value is None or not isinstance(value, numbers.Real):
            where = f"row {place[0]}"
            if len(place) > 1:
                where += f", column {place[1]}" + (f" ({names[place[1]]!r})" if names and place[1] < len(names) else "")
            raise TypeError(
                f"{what}: {where} is {value!r}, which is no number; leave such columns out, or turn them into numbers first.")
    return array.astype(np.float64)


def as_numbers(data: Any, what: str, single: bool = False) -> np.ndarray:
    """Numbers as an array of float64 in C order: the data's own memory if it is such an array, a copy otherwise.

    With `single`, an array of float32 stays one.
    """
    names = column_names(data)
    array = as_array(data, what)
    if array.dtype.kind == "O":
        array = _without_objects(array, what, names)
    elif array.dtype.kind == "c":
        raise TypeError(f"{what}: complex data are not supported; pass the real and the imaginary part as columns.")
    elif array.dtype.kind not in "fiub":
        raise TypeError(
            f"{what} has values of type {array.dtype}, which are no numbers; leave such columns out, or turn them into numbers first.")
    if array.size > MOST_NUMBERS:
        raise ValueError(
            f"{what} has {array.shape[0]} rows and {array.size} numbers, more than the {MOST_NUMBERS} that one call takes; add the rows to "
            "a StreamingCompressor in parts.")
    return np.asarray(array, dtype=np.float32 if single and array.dtype == np.float32 else np.float64, order="C")


def as_table(data: Any, what: str = "X") -> np.ndarray:
    """A table of numbers, (n_rows, n_columns), of float64 or float32."""
    array = as_numbers(data, what, single=True)
    if array.ndim != 2:
        raise ValueError(
            f"{what} has {array.ndim} dimension{'' if array.ndim == 1 else 's'}, and a table has 2: rows and columns. Reshape your data, "
            f"for example with {what}.reshape(-1, 1) if it is one column.")
    if array.shape[0] == 0:
        raise ValueError(f"{what} has no rows: found array with 0 sample(s) (shape={array.shape}) while a minimum of 1 is required.")
    if array.shape[1] == 0:
        raise ValueError(f"{what} has no columns: 0 feature(s) (shape={array.shape}) while a minimum of 1 is required.")
    return array


def as_columns(data: Any, what: str, rows: int) -> np.ndarray:
    """Numbers beside a table, one or more for each row, as (n_rows, n_columns)."""
    array = as_numbers(data, what)
    if array.ndim == 1:
        array = array.reshape(-1, 1)
    if array.ndim != 2 or array.shape[1] == 0:
        raise ValueError(f"{what} has the shape {array.shape}; it must have one value, or a row of values, for each row of X.")
    check_length(array, what, rows)
    return array


def as_weights(data: Any, rows: int) -> Optional[np.ndarray]:
    """Weights of rows, (n_rows,); None for a weight of 1 each."""
    if data is None:
        return None
    array = as_numbers(data, "sample_weight")
    if array.ndim == 2 and array.shape[1] == 1:
        array = array.reshape(-1)
    if array.ndim != 1:
        raise ValueError(f"sample_weight has the shape {array.shape}; it must have one weight for each row, the shape ({rows},).")
    check_length(array, "sample_weight", rows)
    return array


def as_codes(data: Any, what: str, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Labels of any kind as (labels, codes): the distinct labels in order, and for each row its place among them."""
    array = as_array(data, what)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array.reshape(-1)
    if array.ndim != 1:
        raise ValueError(f"{what} has the shape {array.shape}; it must have one label for each row, the shape ({rows},).")
    check_length(array, what, rows)
    if array.dtype.kind == "f" and np.isnan(array).any():
        raise ValueError(f"{what}: row {int(np.flatnonzero(np.isnan(array))[0])} is NaN; leave such rows out.")
    try:
        labels, codes = np.unique(array, return_inverse=True)
    except TypeError:
        raise TypeError(f"{what} has labels of different kinds, which have no order; make all of them text or numbers.") from None
    return labels, codes.reshape(-1)


def check_length(array: np.ndarray, what: str, rows: int) -> None:
    """Refuses another number of values than there are rows."""
    if array.shape[0] != rows:
        raise ValueError(f"{what} has {array.shape[0]} values for {rows} rows of X; give one for each row.")

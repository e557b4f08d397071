"""The rows of one compression: the caller's data as arrays, and what they were."""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

import numpy as np

from ._arrays import as_array, as_codes, as_columns, as_table, as_weights, column_names
from ._calls import rows_of
from ._errors import one_of
from ._library import Rows
from ._options import LOSSES


@dataclass
class Input:
    """Arrays in the form that the library reads, of which those that had it already are the caller's own."""

    x: np.ndarray
    loss: Optional[str] = None
    weights: Optional[np.ndarray] = None
    targets: Optional[np.ndarray] = None
    totals: Optional[np.ndarray] = None
    groups: Optional[np.ndarray] = None
    columns: Optional[list[str]] = None
    labels: Optional[np.ndarray] = None
    group_labels: Optional[np.ndarray] = field(default=None)

    def rows(self) -> Rows:
        """The struct of the header."""
        return rows_of(self.x, self.weights, self.targets, self.totals, self.groups)

    def kept(self, indices: np.ndarray, weights: np.ndarray) -> Input:
        """Some of the rows, with new weights, in new arrays."""
        def some(array: Optional[np.ndarray]) -> Optional[np.ndarray]:
            return None if array is None else np.ascontiguousarray(array[indices])

        return Input(np.ascontiguousarray(self.x[indices]), self.loss, weights, some(self.targets), some(self.totals), some(self.groups),
                     self.columns, self.labels, self.group_labels)

    def y(self) -> Optional[np.ndarray]:
        """The targets as they were given."""
        if self.targets is None:
            return None
        return self.targets if self.labels is None else self.labels[self.targets[:, 0].astype(np.intp)]

    def group_values(self) -> Optional[np.ndarray]:
        """The groups as they were given."""
        return None if self.groups is None or self.group_labels is None else self.group_labels[self.groups]


def read(X: Any, y: Any = None, *, sample_weight: Any = None, loss: Optional[str] = None, groups: Any = None, totals: Any = None) -> Input:
    """Checks and converts what a user gives."""
    if loss is not None:
        one_of("loss", loss, LOSSES)
    if y is None and loss not in (None, "any"):
        raise ValueError(f"loss is {loss!r}, but there is no y; a loss is for targets.")
    x = as_table(X)
    rows = x.shape[0]
    columns = column_names(X)
    found = Input(x, weights=as_weights(sample_weight, rows), columns=columns)
    if y is not None:
        _read_targets(found, y, loss, rows)
    if totals is not None:
        found.totals = as_columns(totals, "totals", rows)
    if groups is not None:
        found.group_labels, codes = as_codes(groups, "groups", rows)
        found.groups = codes.astype(np.int32)
    return found


def _read_targets(found: Input, y: Any, loss: Optional[str], rows: int) -> None:
    labels = as_array(y, "y")
    if loss is None:
        loss = "classes" if labels.dtype.kind in "bOUS" else "squared"
    if loss == "any":
        more = as_columns(y, "y", rows)
        found.x = np.ascontiguousarray(np.hstack([found.x, more]))
        return
    found.loss = loss
    if loss == "classes" or (loss == "logistic" and labels.dtype.kind in "bOUS"):
        found.labels, codes = as_codes(labels, "y", rows)
        if loss == "logistic" and len(found.labels) > 2:
            raise ValueError(f"y has {len(found.labels)} labels; the logistic loss is for two: take loss='classes'.")
        found.targets = codes.astype(np.float64).reshape(-1, 1)
    else:
        found.targets = as_columns(y, "y", rows)

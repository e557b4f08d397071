"""Training with PyTorch on a coreset."""
from __future__ import annotations

from typing import Any

import torch
from torch.utils.data import DataLoader, Dataset

from ._coreset import Coreset

__all__ = ["weighted_loader"]


class _KeptRows(Dataset):
    """The kept rows of a data set, each with its weight."""

    def __init__(self, dataset: Any, coreset: Coreset) -> None:
        if len(dataset) != coreset.source_rows:
            raise ValueError(f"The dataset has {len(dataset)} rows, and the coreset was made from {coreset.source_rows}.")
        self._dataset = dataset
        self._indices = coreset.indices.tolist()
        self._weights = torch.as_tensor(coreset.weights / coreset.weights.mean(), dtype=torch.get_default_dtype())

    def __len__(self) -> int:
        return len(self._indices)

    def __getitem__(self, place: int) -> tuple[Any, ...]:
        row = self._dataset[self._indices[place]]
        return (*(row if isinstance(row, (tuple, list)) else (row,)), self._weights[place])


def weighted_loader(dataset: Any, coreset: Coreset, *, batch_size: int = 64, shuffle: bool = True, **options: Any) -> DataLoader:
    """A loader of the kept rows of a data set, whose batches end with the rows' weights.

    Parameters
    ----------
    dataset : torch.utils.data.Dataset with n_rows rows
        Its rows are those of the table that was compressed, in the same order.
    coreset : Coreset
    batch_size, shuffle, **options
        As for ``torch.utils.data.DataLoader``.

    Returns
    -------
    DataLoader
        The parts of the data set's rows, then weights of shape (batch,), whose mean over all kept rows is 1: a learning rate keeps its
        meaning.

    Examples
    --------
    >>> import torch, polylog
    >>> from polylog.torch import weighted_loader
    >>> X = torch.randn(2_000, 2, generator=torch.Generator().manual_seed(0))
    >>> y = X.sum(dim=1)
    >>> coreset = polylog.compress(X, y, size=128)
    >>> loader = weighted_loader(torch.utils.data.TensorDataset(X, y), coreset, batch_size=32)
    >>> rows, targets, weights = next(iter(loader))
    >>> rows.shape, targets.shape, weights.shape
    (torch.Size([32, 2]), torch.Size([32]), torch.Size([32]))
    """
    return DataLoader(_KeptRows(dataset, coreset), batch_size=batch_size, shuffle=shuffle, **options)

"""Loaders of PyTorch."""
import numpy as np
import polylog
import pytest

torch = pytest.importorskip("torch")
from polylog.torch import weighted_loader
from torch.utils.data import TensorDataset

X = torch.randn(2_000, 2, generator=torch.Generator().manual_seed(0))
Y = X.sum(dim=1)


def test_batches_have_the_kept_rows_and_their_weights():
    coreset = polylog.compress(X, Y, size=100)
    batches = list(weighted_loader(TensorDataset(X, Y), coreset, batch_size=32, shuffle=False))
    rows, targets, weights = (torch.cat(each) for each in zip(*batches))
    assert torch.equal(rows, X[coreset.indices]) and torch.equal(targets, Y[coreset.indices])
    np.testing.assert_allclose(weights.numpy(), coreset.weights / coreset.weights.mean(), rtol=1e-6)
    assert weights.dtype == torch.get_default_dtype()


def test_data_sets_of_other_lengths_are_refused():
    with pytest.raises(ValueError, match="1999 rows"):
        weighted_loader(TensorDataset(X[1:]), polylog.compress(X, size=100))


def test_loaders_with_workers():
    loader = weighted_loader(TensorDataset(X), polylog.compress(X, size=100), batch_size=50, num_workers=2)
    assert sum(len(weights) for _, weights in loader) == 100

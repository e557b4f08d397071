"""What a coreset is, whatever the data came from."""
import pickle
import threading

import numpy as np
import polylog
import pytest


@pytest.fixture
def X():
    return np.random.default_rng(0).normal(size=(5_000, 3))


def moments(X, weights):
    """All moments up to order 2 of standardised columns."""
    Z = np.column_stack([np.ones(len(X)), X])
    return np.einsum("i,ij,ik->jk", weights, Z, Z)


def same(first, second):
    return np.array_equal(first.indices, second.indices) and np.array_equal(first.weights, second.weights)


def test_moments_are_those_of_all_rows(X):
    coreset = polylog.compress(X, size=100, order=2)
    assert len(coreset) <= 100 and coreset.order == 2 and coreset.status == "matched"
    assert (np.diff(coreset.indices) > 0).all() and (coreset.weights > 0).all()
    np.testing.assert_allclose(moments(coreset.take(X), coreset.weights), moments(X, np.ones(len(X))), atol=1e-9)


def test_weights_of_rows_count(X):
    weights = np.random.default_rng(1).uniform(size=len(X))
    coreset = polylog.compress(X, sample_weight=weights, size=100, order=2)
    np.testing.assert_allclose(moments(coreset.take(X), coreset.weights), moments(X, weights), atol=1e-9)


def test_least_squares_fit_is_that_of_all_rows(X):
    y = np.sin(X[:, 0]) + X[:, 1]
    coreset = polylog.compress(X, y, size=100, order=2)
    few, root = coreset.take(X), np.sqrt(coreset.weights)
    np.testing.assert_allclose(
        np.linalg.lstsq(few * root[:, None], coreset.take(y) * root, rcond=None)[0], np.linalg.lstsq(X, y, rcond=None)[0], atol=1e-9)


def test_groups_and_classes_keep_their_weight(X):
    names = np.where(X[:, 0] > 0.5, "high", "low")
    for coreset in (polylog.compress(X, groups=names, size=200, order=2), polylog.compress(X, names, size=200, order=2)):
        for name in ("high", "low"):
            assert np.isclose(coreset.weights[names[coreset.indices] == name].sum(), (names == name).sum())


def test_totals_are_preserved(X):
    totals = np.exp(X[:, 0])
    coreset = polylog.compress(X, totals=totals, size=100, order=2)
    assert np.isclose(coreset.weights @ totals[coreset.indices], totals.sum())


class Frame:
    """A table as polars has them."""

    def __init__(self, X):
        self._values, self.columns, self.shape = X, list("abc"), X.shape

    def to_numpy(self):
        return np.asfortranarray(self._values)

    def __getitem__(self, rows):
        return self._values[rows]


class ArrowTable:
    """A table as pyarrow has them."""

    def __init__(self, X):
        self._values, self.column_names, self.shape = X, list("abc"), X.shape

    def column(self, place):
        return self._values[:, place]

    def take(self, rows):
        return self._values[rows]


class Exchanged:
    """An array that offers DLPack and nothing else, but for rows."""

    def __init__(self, X):
        self._values, self.shape = X, X.shape

    def __dlpack__(self, **options):
        return self._values.__dlpack__(**options)

    def __dlpack_device__(self):
        return self._values.__dlpack_device__()

    def __getitem__(self, rows):
        return self._values[rows]


def every_second_column(X):
    wide = np.zeros((len(X), 6))
    wide[:, ::2] = X
    return wide[:, ::2]


@pytest.mark.parametrize("make", [
    np.asfortranarray, every_second_column, lambda X: X[::-1].copy()[::-1], lambda X: X.tolist(), lambda X: X.astype(object),
    lambda X: X.astype(">f8"), Frame, ArrowTable, Exchanged,
    lambda X: pytest.importorskip("pandas").DataFrame(X, columns=list("abc")),
    lambda X: pytest.importorskip("polars").DataFrame(X),
    lambda X: pytest.importorskip("pyarrow").table({name: X[:, i] for i, name in enumerate("abc")}),
    lambda X: pytest.importorskip("torch").from_numpy(X).requires_grad_(),
])
def test_every_kind_of_table_gives_the_same_bits(X, make):
    table = make(X)
    coreset = polylog.compress(table, size=50, order=2)
    assert same(coreset, polylog.compress(X, size=50, order=2))
    assert len(coreset.take(table)) == len(coreset)


def test_memory_mapped_arrays_are_read_in_place(X, tmp_path):
    np.save(tmp_path / "x.npy", X)
    mapped = np.load(tmp_path / "x.npy", mmap_mode="r")
    coreset = polylog.compress(mapped, size=50, order=2)
    assert np.shares_memory(coreset._source.x, mapped)
    assert same(coreset, polylog.compress(X, size=50, order=2))


def test_float32_is_computed_as_float64(X):
    single = X.astype(np.float32)
    assert same(polylog.compress(single, size=50), polylog.compress(single.astype(np.float64), size=50))


def test_float32_is_read_in_place(X, tmp_path):
    single = X.astype(np.float32)
    coreset = polylog.compress(single, size=50, order=2)
    assert coreset._source.x is single
    wide = polylog.compress(single.astype(np.float64), size=50, order=2)
    assert coreset.certificate == wide.certificate
    assert coreset.take(single).dtype == np.float32
    np.save(tmp_path / "x.npy", single)
    mapped = np.load(tmp_path / "x.npy", mmap_mode="r")
    assert np.shares_memory(polylog.compress(mapped, size=50)._source.x, mapped)
    assert same(polylog.merge(coreset, wide, size=60), polylog.merge(wide, wide, size=60))
    stream = polylog.StreamingCompressor(size=50, order=2)
    stream.partial_fit(single)
    assert len(stream.build()) <= 50
    single[3, 1] = np.nan
    with pytest.raises(ValueError, match="Row 3, column 1"):
        polylog.compress(single, size=50)


def test_float64_is_read_in_place(X):
    from polylog._arrays import as_table

    assert np.shares_memory(as_table(X), X)
    X.flags.writeable = False
    assert len(polylog.compress(X, size=50)) <= 50


def test_results_do_not_depend_on_threads_nor_on_other_calls(X):
    wanted = polylog.compress(X, size=300, n_jobs=1)
    assert same(polylog.compress(X, size=300, n_jobs=3), wanted)
    found = [None] * 4

    def work(place):
        found[place] = polylog.compress(X, size=300)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(same(coreset, wanted) for coreset in found)


def test_certificate_compares_with_random_rows(X):
    coreset = polylog.compress(X, size=200)
    certificate = coreset.certificate
    assert certificate["smooth_and_kinked"]["coreset"]["median"] < certificate["smooth_and_kinked"]["random"]["median"]
    assert certificate["residual"] < 1e-12 and certificate["order"] == coreset.order
    assert np.isclose(certificate["effective_rows"], coreset.effective_rows)


@pytest.mark.parametrize("y, loss", [
    (lambda X: X[:, 0] ** 2, "any"), (lambda X: X[:, :2], "squared"), (lambda X: np.where(X[:, 0] > 0, "a", "b"), "classes"),
    (lambda X: np.where(X[:, 0] > 0, "a", "b"), "logistic"), (lambda X: np.abs(X[:, 0]).round(), "poisson"),
])
def test_certificates_of_targets_can_be_asked_for_again(X, y, loss):
    coreset = polylog.compress(X, y(X), loss=loss, size=300)
    again = pickle.loads(pickle.dumps(coreset)).certify(X, y(X))
    assert again == coreset.certificate
    assert again["smooth_and_kinked"]["coreset"]["median"] < again["smooth_and_kinked"]["random"]["median"]


def test_a_pickled_coreset_leaves_the_table_behind(X):
    coreset = polylog.compress(X, size=100)
    data = pickle.dumps(coreset)
    assert len(data) < 20_000
    again = pickle.loads(data)
    assert same(again, coreset)
    with pytest.raises(ValueError, match="coreset.certify"):
        again.certificate
    assert again.certify(X) == coreset.certificate
    with pytest.raises(ValueError, match="not the table"):
        again.certify(X + 1)


def test_merged_coresets_stand_for_all_tables(X):
    halves = [polylog.compress(half, size=150, order=2) for half in (X[:2000], X[2000:])]
    merged = halves[0].merge(halves[1], size=100)
    assert merged.source_rows == 5000 and len(merged) <= 100
    np.testing.assert_allclose(moments(merged.take(X), merged.weights), moments(X, np.ones(len(X))), atol=1e-9)
    # The merged rows are those of all tables, in which the certificate of the whole can be asked.
    assert merged.certify(X)["residual"] < 1e-12


def test_merged_labels_stay_what_they_were(X):
    y = np.where(X[:, 0] > 0.5, "high", "low")
    halves = [polylog.compress(X[part], y[part], groups=y[part], size=150, order=2) for part in (slice(0, 2000), slice(2000, None))]
    merged = polylog.merge(*halves)
    assert np.isclose(merged.weights[y[merged.indices] == "high"].sum(), (y == "high").sum())


def test_a_random_choice_has_a_seed(X):
    first, again, other = (polylog.compress(X, size=50, order=2, random_state=seed) for seed in (1, 1, 2))
    assert same(first, again) and not same(first, other)
    assert same(polylog.compress(X, size=50, random_state=0), polylog.compress(X, size=50, random_state=None))


def test_progress_is_told(X):
    shares = []
    polylog.compress(np.random.default_rng(0).normal(size=(300_000, 3)), size=3_000, order=4, progress=shares.append)
    assert shares == sorted(shares) and shares[-1] <= 1


def test_a_tolerance_finds_the_size(X):
    coreset = polylog.compress(X, tolerance=0.01)
    assert len(coreset) < len(X) / 2


def test_strict_raises():
    # Four corners are needed, whatever is asked for.
    rng = np.random.default_rng(0)
    with pytest.raises((polylog.CompressionError, ValueError)):
        polylog.compress(rng.normal(size=(1000, 6)), size=10, order=3, strict=True)

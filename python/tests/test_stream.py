"""Rows that come in parts."""
import numpy as np
import polylog
import pytest

X = np.random.default_rng(0).normal(size=(6_000, 2))


def parts(stream, *more):
    for start in range(0, 6_000, 1_000):
        stream.partial_fit(X[start:start + 1_000], *(values[start:start + 1_000] for values in more))
    return stream


def test_moments_are_those_of_all_parts():
    coreset = parts(polylog.StreamingCompressor(100, order=2)).build()
    assert coreset.source_rows == 6_000 and len(coreset) <= 100
    np.testing.assert_allclose(np.cov(coreset.take(X).T, aweights=coreset.weights, ddof=0), np.cov(X.T, ddof=0), atol=1e-12)
    assert coreset.certificate["smooth_and_kinked"]["coreset"]["median"] < 0.1


def test_a_stream_goes_on_from_its_file(tmp_path):
    stream = polylog.StreamingCompressor(100, order=2).partial_fit(X[:3_000])
    stream.save(tmp_path / "stream.state")
    again = polylog.StreamingCompressor.load(tmp_path / "stream.state", 100, order=2)
    first, second = (each.partial_fit(X[3_000:]).build() for each in (stream, again))
    assert np.array_equal(first.indices, second.indices) and np.array_equal(first.weights, second.weights)
    with pytest.raises(ValueError, match="(?i)order|size"):
        polylog.StreamingCompressor.load(tmp_path / "stream.state", 100, order=3)
    (tmp_path / "other").write_text("no state")
    with pytest.raises(OSError):
        polylog.StreamingCompressor.load(tmp_path / "other", 100, order=2)
    with pytest.raises(OSError):
        polylog.StreamingCompressor.load(tmp_path / "missing", 100, order=2)


def test_a_short_stream_is_kept_whole():
    coreset = polylog.StreamingCompressor(100).partial_fit(X[:10]).build()
    assert coreset.is_exact and len(coreset) == 10
    assert coreset.certificate == {"order": None, "residual": 0.0, "is_exact": True}


def test_streams_merge():
    first, second = (polylog.StreamingCompressor(100, order=2).partial_fit(half) for half in (X[:3_000], X[3_000:]))
    coreset = first.merge(second).build()
    np.testing.assert_allclose(coreset.weights @ coreset.take(X), X.sum(axis=0), atol=1e-8)
    with pytest.raises(ValueError, match="itself"):
        first.merge(first)


def test_targets_need_a_loss():
    y = X[:, 0] ** 2
    coreset = parts(polylog.StreamingCompressor(100, order=2, loss="squared"), y).build()
    assert np.isclose(coreset.weights @ y[coreset.indices], y.sum())
    with pytest.raises(ValueError, match="loss"):
        polylog.StreamingCompressor(100).partial_fit(X, y)
    with pytest.raises(ValueError, match="need a y"):
        polylog.StreamingCompressor(100, loss="squared").partial_fit(X)


def test_classes_are_whole_numbers():
    y = (X[:, 0] > 0).astype(int)
    coreset = parts(polylog.StreamingCompressor(100, order=2, loss="classes"), y).build()
    assert np.isclose(coreset.weights[y[coreset.indices] == 1].sum(), y.sum())
    with pytest.raises(TypeError, match="whole numbers"):
        polylog.StreamingCompressor(100, loss="classes").partial_fit(X, np.where(y, "a", "b"))


def test_rows_are_copied():
    stream, rows = polylog.StreamingCompressor(100, order=2), X.copy()
    stream.partial_fit(rows)
    rows[:] = 0
    assert not np.allclose(stream.build().weights @ X[stream.build().indices], 0)


def test_bad_streams():
    with pytest.raises(TypeError, match="did you mean 'size'"):
        polylog.StreamingCompressor(sizes=3)
    with pytest.raises(ValueError, match="size is 0"):
        polylog.StreamingCompressor(0)
    with pytest.raises(ValueError, match="No rows"):
        polylog.StreamingCompressor(10).build()
    stream = polylog.StreamingCompressor(100, order=2).partial_fit(X)
    with pytest.raises(ValueError, match="columns"):
        stream.partial_fit(X[:, :1])
    with pytest.raises(TypeError, match="save"):
        import pickle
        pickle.dumps(stream)

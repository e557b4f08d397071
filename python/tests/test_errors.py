"""Bad input, and what the exceptions say: the place, the rule and the way out, and nothing of how the library is made."""
import numpy as np
import polylog
import pytest

X = np.random.default_rng(0).normal(size=(100, 3))


def with_value(value):
    bad = X.copy()
    bad[3, 1] = value
    return bad


@pytest.mark.parametrize("bad, kind, says", [
    (with_value(np.nan), ValueError, "Row 3, column 1 is NaN"),
    (with_value(np.inf), ValueError, "Row 3, column 1 is (∞|Infinity)"),
    (np.array([[1.0, "b"], [2, 3]], object), TypeError, "row 0, column 1 is 'b'"),
    (np.array([["1", "2"]]), TypeError, "no numbers"),
    (np.array([[1 + 2j]]), TypeError, "complex"),
    (np.array([["2020-01-01"]], "datetime64[D]"), TypeError, "no numbers"),
    (X[:0], ValueError, "no rows"),
    (X[:, :0], ValueError, "no columns"),
    (X[0], ValueError, "1 dimension, "),
    (X.reshape(10, 10, 3), ValueError, "3 dimensions"),
    (np.float64(3), ValueError, "0 dimensions"),
    ([[1, 2], [3]], (ValueError, TypeError), "rows of different lengths|no number"),
    (None, TypeError, "NoneType"),
    ("table.csv", TypeError, "is str"),
    ({"a": [1]}, TypeError, "is dict"),
    (np.ma.masked_equal(np.array([[1.0, 2], [3, 4]]), 2), ValueError, "masked"),
    (np.broadcast_to(np.float64(1), (2**31 + 1, 1)), ValueError, "StreamingCompressor"),
])
def test_bad_tables(bad, kind, says):
    with pytest.raises(kind, match=says):
        polylog.compress(bad)


def test_sparse_matrices_say_what_to_do():
    sparse = pytest.importorskip("scipy.sparse")
    with pytest.raises(TypeError, match="toarray"):
        polylog.compress(sparse.csr_matrix(X))


def test_columns_are_named():
    pandas = pytest.importorskip("pandas")
    with pytest.raises(ValueError, match=r"Row 3, column 1 \('price'\) is NaN"):
        polylog.compress(pandas.DataFrame(with_value(np.nan), columns=["age", "price", "rooms"]))
    with pytest.raises(TypeError, match=r"row 0, column 1 \('town'\) is 'A'"):
        polylog.compress(pandas.DataFrame({"age": [1.0, 2], "town": ["A", "B"]}))


@pytest.mark.parametrize("bad, says", [
    (dict(y=np.zeros(99)), "y has 99 values for 100 rows"),
    (dict(y=np.zeros((100, 0))), "shape"),
    (dict(y=["a"] * 99), "y has 99 values for 100 rows"),
    (dict(y=np.full(100, np.nan)), "Row 0, target 0 is NaN"),
    (dict(y=np.full(100, -1.0), loss="poisson"), "poisson"),
    (dict(y=np.arange(100) % 3, loss="logistic"), "logistic"),
    (dict(y=["a", "b", "c", "d"] * 25, loss="logistic"), "4 labels"),
    (dict(loss="squared"), "there is no y"),
    (dict(groups=np.zeros(7)), "groups has 7 values for 100 rows"),
    (dict(groups=np.zeros((100, 2))), "one label for each row"),
    (dict(totals=np.zeros((7, 2))), "totals has 7 values"),
    (dict(sample_weight=np.ones(99)), "sample_weight has 99 values for 100 rows"),
    (dict(sample_weight=np.ones((100, 2))), r"shape \(100, 2\)"),
    (dict(sample_weight=3.0), "sample_weight has the shape"),
    (dict(sample_weight=-np.ones(100)), "Weight 0 is -1"),
    (dict(sample_weight=np.zeros(100)), "zero"),
    (dict(size=0), "size is 0: the size must be at least 1"),
    (dict(size=101), "size is 101: there are only 100 rows"),
    (dict(size=5, order=2), "size is 5"),
    (dict(size=5, fraction=0.5), "give one of them"),
    (dict(size=5, tolerance=0.5), "size is 5: a size and a tolerance"),
    (dict(fraction=2), "fraction is 2: the fraction must lie in"),
    (dict(fraction=float("nan")), "fraction is NaN"),
    (dict(tolerance=1), "tolerance is 1"),
    (dict(order=0), "order is 0"),
    (dict(use="smoth"), "did you mean 'smooth'"),
    (dict(loss="sqared", y=X[:, 0]), "did you mean 'squared'"),
    (dict(functions="moments"), "'auto', 'polynomial', 'kernel'"),
    (dict(n_jobs=-2), "n_jobs is -2"),
    (dict(random_state=-1), "random_state is -1"),
    (dict(max_weight=0.5), "max_weight is 0.5"),
])
def test_bad_values(bad, says):
    with pytest.raises(ValueError, match=says) as told:
        polylog.compress(X, **bad)
    assert_plain(told.value)


@pytest.mark.parametrize("bad, says", [
    (dict(sizes=3), "no option 'sizes'; did you mean 'size'"),
    (dict(weight=3), "no option 'weight'; did you mean 'sample_weight'"),
    (dict(size=2.5), "size is 2.5: it must be a whole number"),
    (dict(size=True), "size is True"),
    (dict(size="5"), "size is '5'"),
    (dict(fraction="0.1"), "fraction is '0.1': it must be a number"),
    (dict(y=[1, "a"] * 50, loss="squared"), "no numbers"),
    (dict(y=np.array([1, "a"] * 50, object), loss="classes"), "different kinds"),
])
def test_bad_types(bad, says):
    with pytest.raises(TypeError, match=says) as told:
        polylog.compress(X, **bad)
    assert_plain(told.value)


def assert_plain(fault):
    for word in ("Parameter", "Actual value", "System.", "Exception", "Size ", "MaxWeight", "atoms"):
        assert word not in str(fault)
    assert "\n" not in str(fault)


def test_whole_sizes_of_numpy_are_fine():
    assert len(polylog.compress(X, size=np.int32(20), order=np.int64(1))) <= 20


def test_tables_of_other_lengths_are_refused():
    coreset = polylog.compress(X, size=20)
    with pytest.raises(ValueError, match="99 rows"):
        coreset.take(X[:99])


def test_coresets_of_other_columns_do_not_merge():
    with pytest.raises(ValueError, match="other columns"):
        polylog.merge(polylog.compress(X, size=20), polylog.compress(X[:, :2], size=20))
    with pytest.raises(ValueError, match="no coresets"):
        polylog.merge()


def test_shrink_says_how_to_get_the_command(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileNotFoundError, match="dotnet tool install"):
        polylog.shrink("model.onnx", "small.onnx", fraction=0.5)


def test_shrink_calls_the_command(monkeypatch, tmp_path):
    command = tmp_path / "polylog"
    command.write_text('#!/bin/sh\n[ "$6" = bad ] && { echo "no such layer" >&2; exit 2; }\necho "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert polylog.shrink("m.onnx", "s.onnx", max_width=[3, 4], verify=True) == "shrink m.onnx -o s.onnx --max-width 3 4 --verify\n"
    with pytest.raises(ValueError, match="^no such layer$"):
        polylog.shrink("m.onnx", "s.onnx", layer="bad")


def test_objects_of_another_kind_are_named(tmp_path):
    X = np.random.default_rng(0).normal(size=(500, 2))
    coreset = polylog.compress(X, size=50, order=2)
    stream = polylog.StreamingCompressor(size=50)
    for call, error, text in (
        (lambda: polylog.merge([coreset, coreset]), TypeError, r"polylog\.merge\(\*coresets\)"),
        (lambda: polylog.merge(coreset, X), TypeError, "got ndarray"),
        (lambda: stream.merge(3), TypeError, "got int"),
        (lambda: coreset.take(3), TypeError, "got int"),
        (lambda: polylog.compress(X, progress=3), TypeError, "progress is 3"),
        (lambda: polylog.compress(X, strict="yes"), TypeError, "strict is 'yes'"),
        (lambda: polylog.StreamingCompressor.load(tmp_path / "none", 50), FileNotFoundError, "none"),
        (lambda: polylog.StreamingCompressor.load(tmp_path, 50), IsADirectoryError, ""),
        (lambda: stream.save(tmp_path / "nowhere" / "state"), FileNotFoundError, "no such folder"),
    ):
        with pytest.raises(error, match=text):
            call()
    # Whole numbers of R.
    assert len(polylog.compress(X, size=50.0, order=2.0)) == len(coreset)
